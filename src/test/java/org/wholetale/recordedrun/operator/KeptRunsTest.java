package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RecorderReport;

/**
 * Runs and pods that operators of earlier days made in a real cluster, kept with what they became
 * there: {@code src/test/resources/kept/<day>/}. This one takes them over as they are.
 */
class KeptRunsTest {

  private static final Path KEPT = Path.of("src/test/resources/kept");
  private static final String NAMESPACE = "tales";
  private static final String NAME = "kept";
  private static final OperatorConfig CONFIG =
      OperatorConfig.archivingTo("s3://archive/runs").withHttpPort(0);

  private final ApplyingApiServer server = new ApplyingApiServer();
  private final KubernetesClient client = server.client();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  static List<Path> days() throws IOException {
    try (Stream<Path> days = Files.list(KEPT)) {
      return days.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("days")
  void aRunThatRanUnderAnOlderOperatorEndsAsItDidThere(Path day) throws IOException {
    Pod made = create(day, read(day, "running.run.json"));

    RecordedRunStatus status = ended(day, made);

    RecordedRunStatus ended = recordedRun(here(day, "ended.run.json", stored())).getStatus();
    assertThat(status).usingRecursiveComparison().ignoringFields("conditions").isEqualTo(ended);
    for (Condition condition : Objects.requireNonNull(ended.conditions())) {
      assertThat(said(status, condition.getType())).isEqualTo(said(ended, condition.getType()));
    }
    assertThat(live(made).getSpec()).as("the pod that was there").isEqualTo(made.getSpec());
    assertThat(server.count("POST", "/pods")).as("pods made, this test's own with them").isOne();
  }

  @ParameterizedTest
  @MethodSource("days")
  void aRunThatRanUnderANewerOperatorEndsAndKeepsWhatIsUnknown(Path day) throws IOException {
    Pod made =
        create(
            day,
            read(day, "running.run.json")
                .replace("\"spec\": {", "\"spec\": {\"toCome\": {\"of\": \"a newer CRD\"},")
                .replace("\"status\": {", "\"status\": {\"toCome\": 1,")
                .replace("\"reason\": \"Running\"", "\"reason\": \"ReasonToCome\"")
                .replace("\"type\": \"Stalled\"", "\"type\": \"ConditionToCome\""));

    RecordedRunStatus status = ended(day, made);

    assertThat(status.reason()).isEqualTo("Completed");
    GenericKubernetesResource stored =
        client
            .genericKubernetesResources("wholetale.org/v1alpha1", "RecordedRun")
            .inNamespace(NAMESPACE)
            .withName(NAME)
            .require();
    assertThat(stored.<Map<String, Object>>get("spec"))
        .containsEntry("toCome", Map.of("of", "a newer CRD"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"state": "ARCHIVED"}                                                          | ARCHIVED
          {"state": "ARCHIVED", "toCome": {"a": [1]}, "trace": {"events": 7, "toCome": 1}} | ARCHIVED
          {"state": "FAILED", "problem": "why", "hopeless": "ReasonToCome"}              | FAILED
          {"state": "STATE_TO_COME"}                                                     |
          """)
  void aReportOfAnotherRecorderIsReadAsFarAsItIsKnown(
      String report, RecorderReport.@Nullable State expected) {
    RecordedRun run = RunFixture.run().build();
    Pod pod = PodFixture.podOf(run).taleEnded(0).recorderEnded(report).build();

    RecorderReport read = RecorderReports.of(ObservedPod.of(pod));

    assertThat(read == null ? null : read.state()).isEqualTo(expected);
  }

  /** Puts the run, with its status, and its pod as it ran into the API server. */
  private Pod create(Path day, String run) throws IOException {
    GenericKubernetesResource resource =
        Serialization.unmarshal(run, GenericKubernetesResource.class);
    RecordedRun created = recordedRun(Serialization.asJson(client.resource(resource).create()));
    client
        .resource(resource)
        .editStatus(stored -> {
          stored.setAdditionalProperty("status", resource.get("status"));
          return stored;
        });
    return client
        .resource(Serialization.unmarshal(here(day, "running.pod.json", created), Pod.class))
        .create();
  }

  /** How the run ends under this operator, after its pod has ended as it did then. */
  private RecordedRunStatus ended(Path day, Pod pod) throws IOException {
    Pod reported = Serialization.unmarshal(here(day, "ended.pod.json", stored()), Pod.class);
    Instant end = Instant.parse(kept(day).getStatus().completionTime());
    try (RecordedRunOperator operator =
        new RecordedRunOperator(client, CONFIG, new FakeArchives(), new SettableClock(end))) {
      operator.start();
      client
          .resource(pod)
          .editStatus(running -> new PodBuilder(running).withStatus(reported.getStatus()).build());
      await().atMost(Duration.ofSeconds(60)).until(() -> stored().getStatus().phase().isTerminal());
    }
    return stored().getStatus();
  }

  /** That file, with the uid that this API server gave the run, and the pod's name by it. */
  private static String here(Path day, String file, RecordedRun created) throws IOException {
    return read(day, file)
        .replace(RunNames.pod(kept(day)), RunNames.pod(created))
        .replace(kept(day).getMetadata().getUid(), created.getMetadata().getUid());
  }

  private static RecordedRun kept(Path day) throws IOException {
    return recordedRun(read(day, "ended.run.json"));
  }

  private RecordedRun stored() {
    return client.resources(RecordedRun.class).inNamespace(NAMESPACE).withName(NAME).require();
  }

  private Pod live(Pod pod) {
    return client.resource(pod).require();
  }

  private static @Nullable String said(RecordedRunStatus status, String type) {
    return status
        .condition(ConditionType.valueOf(type))
        .map(condition -> condition.getStatus() + " " + condition.getReason())
        .orElse(null);
  }

  private static RecordedRun recordedRun(String json) {
    return Serialization.unmarshal(json, RecordedRun.class);
  }

  private static String read(Path day, String file) throws IOException {
    return Files.readString(day.resolve(file));
  }
}
