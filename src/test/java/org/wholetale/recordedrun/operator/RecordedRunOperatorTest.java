package org.wholetale.recordedrun.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wholetale.recordedrun.operator.RunFixture.NAMESPACE;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/** The operator against an API server; the test is the kubelet. */
class RecordedRunOperatorTest {

  private static final OperatorConfig CONFIG =
      OperatorConfig.archivingTo("s3://archives/runs").withHttpPort(0);

  private final SettableClock clock = new SettableClock(Instant.now());
  private final ApplyingApiServer server = new ApplyingApiServer();
  private final KubernetesClient client = server.client();
  private final FakeArchives archives = new FakeArchives();
  private RecordedRunOperator operator = started();

  /** A busy machine takes its time; what is waited for comes in milliseconds on an idle one. */
  @BeforeAll
  static void bePatient() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @AfterEach
  void stop() {
    operator.close();
    client.close();
    server.close();
  }

  @Test
  void aRunGetsOnePodHoweverOftenItIsReconciled() {
    RecordedRun run = created(run());
    awaitPhase(run, "STARTING");
    touch(run, "one");
    kubelet(run, pod -> PodFixture.of(pod).onNode("node-1").taleRuns().build());
    awaitPhase(run, "RUNNING");
    touch(run, "two");
    kubelet(run, pod -> PodFixture.of(pod).taleEnded(0).build());
    awaitReason(run, "Archiving");
    assertThat(server.count("POST", "/pods")).isEqualTo(1);
  }

  @Test
  void anOperatorThatStartsAgainFindsThePod() {
    RecordedRun run = created(run());
    awaitPhase(run, "STARTING");
    operator.close();
    runs(run)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": null}");
    operator = started();
    awaitPhase(run, "STARTING");
    assertThat(server.count("POST", "/pods")).isEqualTo(1);
  }

  @Test
  void aPodOfThatNameThatIsSomebodyElsesFailsTheRun() {
    operator.close();
    RecordedRun run = created(run());
    Pod foreign =
        new PodBuilder(RunPod.of(run, CONFIG))
            .editMetadata()
            .withOwnerReferences(List.of())
            .endMetadata()
            .build();
    client.resource(foreign).create();
    operator = started();
    awaitPhase(run, "FAILED");
    assertThat(status(run)).extracting(RecordedRunStatus::reason).isEqualTo("Invalid");
    assertThat(status(run))
        .extracting(RecordedRunStatus::message)
        .asString()
        .contains(RunNames.pod(run), "is not this run's");
  }

  @Test
  void aPodThatSomebodyHasMadeForARunIsNotTakenForTheOperators() {
    operator.close();
    RecordedRun run = created(run());
    Pod forged =
        new PodBuilder(RunPod.of(run, CONFIG))
            .editMetadata()
            .removeFromLabels(Labels.RECORDED_RUN) // the chart's policies let nobody else set it
            .endMetadata()
            .build();
    client.resource(forged).create();
    operator = started();
    awaitPhase(run, "FAILED");
    assertThat(status(run))
        .extracting(RecordedRunStatus::message)
        .asString()
        .contains("is not this run's");
  }

  @Test
  void aStatusIsWrittenOnlyWhereItDiffers() {
    RecordedRun run = running();
    kubelet(
        run, pod -> new PodBuilder(pod).editStatus().withHostIP("10.0.0.1").endStatus().build());
    end(run);
    awaitPhase(run, "COMPLETED");
    assertThat(server.count("PATCH", "/status?fieldManager=recordedrun&force=true"))
        .as("one for each of STARTING, RUNNING and COMPLETED, none for its node alone")
        .isEqualTo(3);
  }

  @Test
  void cancellingStopsThePodWithoutDeletingIt() {
    RecordedRun run = running();
    merge(run, "{\"spec\": {\"cancel\": true}}");
    await().until(() -> Long.valueOf(1).equals(livePod(run).getSpec().getActiveDeadlineSeconds()));
    assertThat(livePod(run).getMetadata().getDeletionTimestamp()).isNull();
    kubelet(
        run,
        pod ->
            PodFixture.of(pod)
                .taleEnded(143)
                .recorderEnded(PodFixture.WHOLE)
                .podFailed("DeadlineExceeded")
                .build());
    awaitPhase(run, "CANCELLED");
  }

  @Test
  void cancellingBeforeThePodHasANodeDeletesIt() {
    RecordedRun run = created(run());
    awaitPhase(run, "STARTING");
    merge(run, "{\"spec\": {\"cancel\": true}}");
    awaitPhase(run, "CANCELLED");
    await().until(() -> pod(run) == null);
  }

  @Test
  void aSuspendedRunHasNoPodUntilItIsResumed() {
    RecordedRun run = created(run().with("suspend", true));
    awaitReason(run, "Suspended");
    assertThat(pod(run)).isNull();
    merge(run, "{\"spec\": {\"suspend\": false}}");
    awaitPhase(run, "STARTING");
    assertThat(pod(run)).isNotNull();
  }

  @Test
  void aTaleThatRunsTooLongIsStopped() {
    RecordedRun run = created(run().with("activeDeadlineSeconds", 60));
    awaitPhase(run, "STARTING");
    kubelet(run, pod -> PodFixture.of(pod).onNode("node-1").taleRuns().build());
    awaitReason(run, "DeadlineExceeded"); // the fixture's tale started long ago
    assertThat(livePod(run).getSpec().getActiveDeadlineSeconds()).isEqualTo(1);
  }

  @Test
  void aRecorderThatWritesTheStatusBackHearsOfTheCancelBeforeItsPodEnds() {
    client
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("runs")
                .endMetadata()
                .build())
        .create();
    RecordedRun run =
        created(
            run()
                .with("writeBack", true)
                .with(
                    "workspace",
                    Map.of(
                        "persistentVolumeClaim",
                        Map.of("claimName", "runs"),
                        "subPath",
                        "42/workspace")));
    awaitPhase(run, "STARTING");
    String start = Timestamps.text(clock.instant().minusSeconds(90));
    kubelet(run, pod -> PodFixture.of(pod).onNode("node-1").startedAt(start).taleRuns().build());
    awaitPhase(run, "RUNNING");

    merge(run, "{\"spec\": {\"cancel\": true}}");

    awaitReason(run, "Cancelled");
    assertThat(livePod(run).getSpec().getActiveDeadlineSeconds()).isEqualTo(92);
    assertThat(livePod(run).getMetadata().getAnnotations())
        .containsEntry("wholetale.org/stopped-for", "Cancelled");
  }

  @Test
  void aTaleThatDoesNotStartInTimeIsGivenUp() {
    RecordedRun run = created(run().with("startDeadlineSeconds", 30));
    awaitPhase(run, "STARTING");
    clock.advance(Duration.ofSeconds(31));
    touch(run, "later");
    awaitPhase(run, "FAILED");
    assertThat(status(run))
        .extracting(RecordedRunStatus::reason)
        .isEqualTo("StartDeadlineExceeded");
  }

  @Test
  void aTaleWhoseImageCannotBeNamedFailsAtOnceAndItsPodIsStopped() {
    RecordedRun run = created(run());
    awaitPhase(run, "STARTING");
    kubelet(
        run,
        pod -> PodFixture.of(pod).onNode("node-1").taleWaits("InvalidImageName", "no tag").build());
    awaitPhase(run, "FAILED");
    assertThat(status(run)).extracting(RecordedRunStatus::reason).isEqualTo("InvalidImageName");
    assertThat(livePod(run).getSpec().getActiveDeadlineSeconds()).isEqualTo(1);
  }

  @Test
  void thePodIsLetGoOnceTheRunsEndIsPersisted() {
    RecordedRun run = running();
    assertThat(livePod(run).getFinalizers()).contains(Labels.READ_POD);
    end(run);
    awaitPhase(run, "COMPLETED");
    await().until(() -> livePod(run).getFinalizers().isEmpty());
  }

  @Test
  void aPodThatVanishesFailsTheRun() {
    RecordedRun run = running();
    client.resource(livePod(run)).edit(RecordedRunOperatorTest::withoutFinalizers);
    client.resource(livePod(run)).delete();
    awaitPhase(run, "FAILED");
    assertThat(status(run)).extracting(RecordedRunStatus::reason).isEqualTo("PodDeleted");
    assertThat(server.count("POST", "/pods")).isEqualTo(1);
  }

  @Test
  void aRunOnALostNodeFailsAndItsPodIsGivenUp() {
    RecordedRun run = running();
    node("False", clock.instant());
    kubelet(run, pod -> PodFixture.of(pod).unreadySince(clock.instant().toString()).build());
    clock.advance(Duration.ofSeconds(299));
    touch(run, "not yet");
    assertThat(phase(run)).isEqualTo("RUNNING");
    clock.advance(Duration.ofSeconds(1));
    touch(run, "too long");

    awaitPhase(run, "FAILED");
    assertThat(status(run)).extracting(RecordedRunStatus::reason).isEqualTo("NodeLost");
    assertThat(status(run))
        .extracting(RecordedRunStatus::message)
        .asString()
        .startsWith("the node node-1 has not been ready since ");
    await().until(() -> pod(run) == null);
  }

  @Test
  void theArchiveOfARunOnALostNodeIsClosedBeforeItsEndIsTold() {
    archives.takeTime();
    RecordedRun run = onLostNode();
    await().until(() -> archives.asked().size() == 1);
    touch(run, "meanwhile");
    assertThat(phase(run)).isEqualTo("RUNNING");

    archives.answer(FakeArchives.recovered());

    awaitPhase(run, "FAILED");
    RecordedRunStatus status = requireNonNull(status(run));
    assertThat(status.reason()).isEqualTo("NodeLost");
    assertThat(archived(status)).isEqualTo("True Recovered");
    assertThat(requireNonNull(status.trace()).manifestSha256())
        .isEqualTo(FakeArchives.recovered().sha256().hex());
    assertThat(archives.asked())
        .extracting(Object::toString)
        .containsExactly(
            "s3://archives/runs/tales/hello/%s/".formatted(run.getMetadata().getUid()));
    await().until(() -> pod(run) == null);
  }

  @Test
  void anEndIsToldAfterAMinuteThoughItsArchiveIsStillOpenAndTheNextOperatorTriesAgain() {
    archives.takeTime();
    RecordedRun run = onLostNode();
    await().until(() -> archives.asked().size() == 1);
    clock.advance(Duration.ofSeconds(61));
    touch(run, "a minute later");

    awaitPhase(run, "FAILED");
    RecordedRunStatus told = requireNonNull(status(run));
    assertThat(archived(told)).isEqualTo("False NotRecovered");
    await().until(() -> pod(run) == null);

    operator.close();
    archives.answer(FakeArchives.recovered());
    operator = started();
    await().until(() -> archives.asked().size() == 2);
    touch(run, "again");
    assertThat(status(run)).as("a terminal status is never left").isEqualTo(told);
  }

  @Test
  void whileAnArchiveIsClosedOtherRunsGoOn() {
    archives.takeTime();
    RecordedRun lost = onLostNode();
    await().until(() -> archives.asked().size() == 1);

    RecordedRun other = client.resource(run().toCreate("other")).create();
    awaitPhase(other, "STARTING");
    end(other);
    awaitPhase(other, "COMPLETED");

    assertThat(phase(lost)).isEqualTo("RUNNING");
    archives.answer(null);
    awaitPhase(lost, "FAILED");
  }

  @Test
  void whatARecorderHasWrittenThatCouldNotTellOfItIsTold() {
    archives.answer(FakeArchives.whole());
    RecordedRun run = running();
    client.resource(livePod(run)).edit(RecordedRunOperatorTest::withoutFinalizers);
    client.resource(livePod(run)).delete();

    awaitPhase(run, "FAILED");
    RecordedRunStatus status = requireNonNull(status(run));
    assertThat(status.reason()).isEqualTo("PodDeleted");
    assertThat(archived(status)).isEqualTo("True Archived");
    assertThat(status.condition(ConditionType.TraceComplete))
        .hasValueSatisfying(complete -> assertThat(complete.getStatus()).isEqualTo("True"));
  }

  @Test
  void theArchiveOfADeletedRunWhosePodDoesNotEndIsClosedToo() {
    RecordedRun run = running();
    runs(run).delete();
    await().until(() -> livePod(run).getMetadata().getDeletionTimestamp() != null);
    assertThat(archives.asked()).isEmpty();
    clock.advance(Duration.ofSeconds(10 + 120 + 61));
    touch(run, "later");

    await().until(() -> runs(run).get() == null);
    assertThat(archives.asked()).hasSize(1);
  }

  @Test
  void aRunWhoseNodeCameBackGoesOn() {
    RecordedRun run = running();
    String before = clock.instant().toString();
    clock.advance(Duration.ofMinutes(10));
    node("True", clock.instant());
    kubelet(run, pod -> PodFixture.of(pod).unreadySince(before).build());
    await().until(() -> server.count("GET", "/nodes/node-1") > 0);
    end(run);
    awaitPhase(run, "COMPLETED");
  }

  @Test
  void deletingARunWaitsForItsPod() {
    RecordedRun run = running();
    runs(run).delete();
    await().until(() -> livePod(run).getMetadata().getDeletionTimestamp() != null);
    touch(run, "still there");
    assertThat(runs(run).get().getFinalizers()).contains(Labels.ARCHIVE);
    end(run);
    await().until(() -> runs(run).get() == null);
    assertThat(pod(run)).isNull();
  }

  @Test
  void theAnnotationLetsADeletedRunGoAtOnce() {
    RecordedRun run = running();
    runs(run).delete();
    await().until(() -> livePod(run).getMetadata().getDeletionTimestamp() != null);
    annotate(run, Labels.RELEASE, "true");
    await().until(() -> runs(run).get() == null);
    await().until(() -> pod(run) == null);
  }

  @Test
  void aDeletedRunIsNotHeldForEver() {
    RecordedRun run = running();
    runs(run).delete();
    await().until(() -> livePod(run).getMetadata().getDeletionTimestamp() != null);
    clock.advance(Duration.ofSeconds(10 + 120 + 61));
    touch(run, "later");
    await().until(() -> runs(run).get() == null);
  }

  @Test
  void aPodOutlivesNoRunThatLostItsFinalizer() {
    RecordedRun run = running();
    runs(run).delete();
    await().until(() -> livePod(run).getMetadata().getDeletionTimestamp() != null);
    merge(run, "{\"metadata\": {\"finalizers\": null}}");
    await().until(() -> runs(run).get() == null);
    end(run);
    await().until(() -> pod(run) == null);
  }

  @Test
  void aPodThatWasTakenFromItsRunGoesWithIt() {
    RecordedRun run = running();
    operator.close();
    disown(run);
    runs(run).delete();
    merge(run, "{\"metadata\": {\"finalizers\": null}}");
    operator = started();
    await().until(() -> pod(run) == null);
  }

  @Test
  void aPodThatWasTakenFromItsRunStaysAsLongAsThat() {
    RecordedRun run = running();
    operator.close();
    disown(run);
    operator = started();
    await().until(() -> server.count("GET", "/recordedruns/hello") > 0);
    assertThat(livePod(run).getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void anEndedRunIsDeletedAfterItsTimeToLive() {
    RecordedRun run = created(run().with("ttlSecondsAfterFinished", 0));
    awaitPhase(run, "STARTING");
    end(run);
    await().until(() -> runs(run).get() == null);
  }

  @Test
  void eachPhaseIsToldOnceAsAnEventAndCounted() throws Exception {
    RecordedRun run = running();
    end(run);
    awaitPhase(run, "COMPLETED");
    await()
        .untilAsserted(() ->
            assertThat(client.v1().events().inNamespace(NAMESPACE).list().getItems())
                .extracting(Event::getReason)
                .containsExactlyInAnyOrder("Starting", "Running", "Completed"));
    assertThat(get("/metrics"))
        .contains(
            "recordedrun_transitions_total{phase=\"COMPLETED\",reason=\"Completed\"} 1.0",
            "recordedrun_runs{phase=\"COMPLETED\"} 1.0",
            "recordedrun_events_total 42.0",
            "recordedrun_events_lost_total 0.0",
            "recordedrun_start_seconds_count 1",
            "recordedrun_archiving_seconds_sum 8.0",
            "recordedrun_phase_seconds_count{phase=\"RUNNING\"} 1",
            "recordedrun_gate_seconds_sum 1.5",
            "recordedrun_archive_bytes_sum 2048.0",
            "recordedrun_gaps_total 0.0",
            "recordedrun_leader 1.0");
    assertThat(get("/healthz")).isEqualTo("ok\n");
    assertThat(get("/readyz")).isEqualTo("ok\n");
  }

  @Test
  void theChartsDashboardShowsOnlyMetricsThatThereAre() throws Exception {
    RecordedRun run = running();
    end(run);
    awaitPhase(run, "COMPLETED");
    Set<String> shown =
        names(
            "\\b(?:recordedrun|operator_sdk)_[a-z_]+(?=\\{)",
            Files.readString(Path.of("charts/recordedrun/dashboards/recordedrun.json")));
    shown.remove("operator_sdk_reconciliations_failed_total"); // there once one has failed
    assertThat(shown).isNotEmpty();
    await().untilAsserted(() -> assertThat(names("(?m)^\\w+", get("/metrics"))).containsAll(shown));
  }

  @Test
  void theOldestRunThatWaitsIsToldByItsAge() throws Exception {
    RecordedRun run = created(run());
    awaitPhase(run, "STARTING");
    double before = waiting();
    clock.advance(Duration.ofMinutes(5));
    assertThat(waiting()).isEqualTo(before + Duration.ofMinutes(5).toSeconds());

    kubelet(run, pod -> PodFixture.of(pod).onNode("node-1").taleRuns().build());
    awaitPhase(run, "RUNNING");
    await().untilAsserted(() -> assertThat(waiting()).isZero());
  }

  private double waiting() throws Exception {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith("recordedrun_waiting_seconds "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyMetricOfItsOwnIsInTheDocument() throws Exception {
    RecordedRun run = running();
    end(run);
    awaitPhase(run, "COMPLETED");
    Set<String> documented =
        Stream.of(RunMetric.values())
            .flatMap(metric -> metric.scraped().stream())
            .collect(Collectors.toSet());
    await()
        .untilAsserted(() ->
            assertThat(names("(?m)^recordedrun_\\w+", get("/metrics")))
                .contains("recordedrun_archive_bytes_max")
                .isSubsetOf(documented));
  }

  private static Set<String> names(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private RecordedRunOperator started() {
    RecordedRunOperator started = new RecordedRunOperator(client, CONFIG, archives, clock);
    started.start();
    return started;
  }

  private RecordedRun created(RunFixture fixture) {
    return client.resource(fixture.toCreate("hello")).create();
  }

  private RecordedRun running() {
    RecordedRun run = created(run());
    awaitPhase(run, "STARTING");
    kubelet(run, pod -> PodFixture.of(pod).onNode("node-1").taleRuns().build());
    awaitPhase(run, "RUNNING");
    return run;
  }

  /** One that runs on a node that has not answered for as long as a node may be away. */
  private RecordedRun onLostNode() {
    RecordedRun run = running();
    node("False", clock.instant());
    kubelet(run, pod -> PodFixture.of(pod).unreadySince(clock.instant().toString()).build());
    clock.advance(Duration.ofMinutes(5));
    touch(run, "too long");
    return run;
  }

  private static String archived(RecordedRunStatus status) {
    return status
        .condition(ConditionType.Archived)
        .map(condition -> condition.getStatus() + " " + condition.getReason())
        .orElseThrow();
  }

  private void end(RecordedRun run) {
    kubelet(run, pod -> PodFixture.of(pod).onNode("node-1").completed().build());
  }

  /** Whoever may edit the pod's metadata takes it from its run. */
  private void disown(RecordedRun run) {
    client
        .resource(livePod(run))
        .edit(pod ->
            new PodBuilder(pod)
                .editMetadata()
                .withOwnerReferences(List.of())
                .endMetadata()
                .build());
  }

  private void node(String ready, Instant since) {
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .withReason("KubeletNotReady")
                .withMessage("it does not answer")
                .withLastTransitionTime(since.toString())
                .endCondition()
                .endStatus()
                .build())
        .create();
  }

  private void kubelet(RecordedRun run, UnaryOperator<Pod> report) {
    new FakeKubelet(client).report(livePod(run), report);
  }

  private void touch(RecordedRun run, String value) {
    annotate(run, "example.org/touched", value);
  }

  private void annotate(RecordedRun run, String name, String value) {
    merge(run, "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}".formatted(name, value));
  }

  /** As kubectl does: without a resourceVersion, so that it cannot collide with the operator. */
  private void merge(RecordedRun run, String patch) {
    runs(run).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static Pod withoutFinalizers(Pod pod) {
    return new PodBuilder(pod).editMetadata().withFinalizers(List.of()).endMetadata().build();
  }

  private Resource<RecordedRun> runs(RecordedRun run) {
    return client
        .resources(RecordedRun.class)
        .inNamespace(NAMESPACE)
        .withName(run.getMetadata().getName());
  }

  private @Nullable Pod pod(RecordedRun run) {
    return client.pods().inNamespace(NAMESPACE).withName(RunNames.pod(run)).get();
  }

  private Pod livePod(RecordedRun run) {
    return client.pods().inNamespace(NAMESPACE).withName(RunNames.pod(run)).require();
  }

  private @Nullable RecordedRunStatus status(RecordedRun run) {
    return runs(run).require().getStatus();
  }

  private void awaitPhase(RecordedRun run, String phase) {
    await().untilAsserted(() -> assertThat(phase(run)).isEqualTo(phase));
  }

  private String phase(RecordedRun run) {
    RecordedRunStatus status = status(run);
    return status == null ? "none" : status.phase().name();
  }

  private void awaitReason(RecordedRun run, String reason) {
    await()
        .untilAsserted(() ->
            assertThat(status(run))
                .isNotNull()
                .extracting(RecordedRunStatus::reason)
                .isEqualTo(reason));
  }

  private String get(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + operator.httpPort() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
