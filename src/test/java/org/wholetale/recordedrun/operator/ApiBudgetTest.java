package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wholetale.recordedrun.operator.RunFixture.NAMESPACE;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.girder.FakeGirder;
import org.wholetale.recordedrun.local.apiserver.EmbeddedApiServer;

/** How many requests an operator makes for a run, Events and Leases apart; the test is the node. */
class ApiBudgetTest {

  private static final int MOST_WRITES = 10;
  private static final int LOOKS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> APART = Set.of("events", "leases");
  private final FakeGirder girder = FakeGirder.start().withRun("r1");
  private final SettableClock clock = new SettableClock(Instant.now());
  private final PrometheusMeterRegistry registry = RecordedRunOperator.newRegistry();
  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient tester = server.client();
  private final KubernetesClient client =
      ApiClient.connect(server.config(), registry, ApiClient.DEFAULT_PER_SECOND);
  private final RecordedRunOperator operator =
      new RecordedRunOperator(
          client,
          OperatorConfig.archivingTo("s3://archives/runs").withHttpPort(0).withGirder(girder.api()),
          new FakeArchives(),
          clock,
          registry);

  @BeforeEach
  void start() {
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    client.close();
    server.close();
    girder.close();
  }

  @Test
  void aRunTakesNineWritesUntilItIsDeleted() {
    ended(run());
    await().until(() -> pod().getMetadata().getFinalizers().isEmpty());
    resource().delete();
    awaitGone();
    assertThat(writes())
        .isEqualTo(
            Map.of(
                "POST pods", 1L,
                "PATCH pods", 2L, // its image, and that it may go
                "PATCH recordedruns/status", 4L, // STARTING, RUNNING, Archiving, COMPLETED
                "PATCH recordedruns", 2L)); // the finalizer comes and goes
  }

  @Test
  void aRunOfWhichGirderIsToldTakesOneMore() {
    tester
        .resource(
            FakeGirder.secret(
                NAMESPACE,
                "girder-token",
                Map.of(Labels.FOR_STATUS_CALLBACKS, "true"),
                FakeGirder.TOKEN))
        .create();
    ended(
        run()
            .with("tale", Map.of("runId", "r1"))
            .with("statusCallback", Map.of("secretName", "girder-token")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(status().reported()).isEqualTo(RunStatus.COMPLETED));
    assertThat(girder.told("r1")).containsExactly(1, 2, 3);
    resource().delete();
    awaitGone();
    assertThat(total(writes())).as("%s", writes()).isEqualTo(MOST_WRITES);
  }

  @Test
  void aRunThatExpiresTakesTen() {
    ended(run().with("ttlSecondsAfterFinished", 0));
    awaitGone();
    assertThat(total(writes())).as("%s", writes()).isEqualTo(MOST_WRITES);
  }

  @Test
  void aCancelledRunStaysWithinTheBudget() {
    running(run());
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"cancel\": true}}");
    await().until(() -> Long.valueOf(1).equals(pod().getSpec().getActiveDeadlineSeconds()));
    node(pod ->
        PodFixture.of(pod)
            .taleEnded(143)
            .recorderEnded(PodFixture.WHOLE)
            .podFailed("DeadlineExceeded")
            .build());
    awaitPhase("CANCELLED");
    resource().delete();
    awaitGone();
    assertThat(total(writes())).as("%s", writes()).isLessThanOrEqualTo(MOST_WRITES);
  }

  static Stream<State> states() {
    return Stream.of(
        new State("Unschedulable", pod -> PodFixture.of(pod).withoutNode("no node").build()),
        new State(
            "ImagePullBackOff",
            pod -> PodFixture.of(pod).onNode("n").taleWaits("ImagePullBackOff", "none").build()),
        new State("Running", pod -> PodFixture.of(pod).onNode("n").taleRuns().build()),
        new State("Archiving", pod -> PodFixture.of(pod).onNode("n").taleEnded(0).build()));
  }

  @ParameterizedTest
  @MethodSource("states")
  void aRunThatStaysAsItIsMakesNoRequestHoweverOftenItIsLookedAt(State state) {
    created(run());
    node(state.report());
    awaitReason(state.reason());
    look(); // at what follows from the state, such as the image's digest
    look();
    Map<String, Long> before = calls();
    for (int i = 0; i < LOOKS; i++) {
      look();
    }
    assertThat(calls()).isEqualTo(before);
  }

  record State(String reason, UnaryOperator<Pod> report) {
    @Override
    public String toString() {
      return reason;
    }
  }

  private void created(RunFixture fixture) {
    tester.resource(fixture.toCreate("hello")).create();
    awaitPhase("STARTING");
  }

  private void running(RunFixture fixture) {
    created(fixture);
    node(pod -> PodFixture.of(pod).onNode("n").taleRuns().build());
    awaitPhase("RUNNING");
    await().until(() -> new ObservedPod(pod()).tellsImageDigest());
  }

  private void ended(RunFixture fixture) {
    running(fixture);
    node(pod -> PodFixture.of(pod).taleEnded(0).build());
    awaitReason("Archiving");
    node(pod -> PodFixture.of(pod).completed().build());
  }

  /** Makes the operator look at the run once more, and waits until it has. */
  private void look() {
    double before = looks();
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"example.org/look\": \"%s\"}}}".formatted(before));
    await().atMost(PATIENCE).until(() -> looks() > before);
  }

  private double looks() {
    return Search.in(registry).name("operator.sdk.reconciliations.success").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private void node(UnaryOperator<Pod> report) {
    new FakeKubelet(tester).report(pod(), report);
  }

  private Map<String, Long> writes() {
    Map<String, Long> writes = new TreeMap<>(calls());
    writes.keySet().removeIf(call -> call.startsWith("GET "));
    return writes;
  }

  private static long total(Map<String, Long> calls) {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> calls() {
    return Search.in(registry).name(ApiCalls.NAME).counters().stream()
        .filter(call -> !APART.contains(call.getId().getTag("resource")))
        .collect(
            Collectors.toMap(
                call -> call.getId().getTag("method") + " " + call.getId().getTag("resource"),
                call -> (long) call.count(),
                Long::sum,
                TreeMap::new));
  }

  private Resource<RecordedRun> resource() {
    return tester.resources(RecordedRun.class).inNamespace(NAMESPACE).withName("hello");
  }

  private Pod pod() {
    return tester
        .pods()
        .inNamespace(NAMESPACE)
        .withName(RunNames.pod(resource().require()))
        .require();
  }

  private void awaitPhase(String phase) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(status().phase()).hasToString(phase));
  }

  private void awaitReason(String reason) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(status().reason()).isEqualTo(reason));
  }

  private void awaitGone() {
    await().atMost(PATIENCE).until(() -> resource().get() == null);
  }

  private RecordedRunStatus status() {
    RecordedRunStatus status = resource().require().getStatus();
    assertThat(status).isNotNull();
    return status;
  }
}
