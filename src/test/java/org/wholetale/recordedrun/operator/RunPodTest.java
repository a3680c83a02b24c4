package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordingRequest;

/** From {@code src/test/resources/pods/<case>.run.yaml} to {@code <case>.pod.yaml}. */
class RunPodTest {

  private static final Path PODS = Path.of("src/test/resources/pods");
  private static final OperatorConfig CLUSTER =
      OperatorConfig.archivingTo("s3://archives/runs/")
          .withStore(
              new OperatorConfig.Store(
                  "s3://archives/runs/",
                  "http://s3.example.org:7070",
                  "us-east-1",
                  "archive-keys",
                  true));
  private static final OperatorConfig LOCAL =
      OperatorConfig.archivingTo("file:///var/lib/recordedrun")
          .withRecorder(
              OperatorConfig.Recorder.DEFAULT.with(
                  60, new OperatorConfig.Spools("/var/lib/recordedrun-spools", null)));

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(PODS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".run.yaml"))
          .map(name -> name.replace(".run.yaml", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void onlyTheRecorderHasTheKeyThatArchivesAreSignedBy() throws IOException {
    RecorderSigning signing =
        new RecorderSigning(
            "signing", "key.asc", "word", URI.create("https://tsa.example.org/tsr"));
    PodSpec pod =
        RunPod.of(run("hello"), CLUSTER.withRecorder(OperatorConfig.Recorder.DEFAULT.with(signing)))
            .getSpec();

    assertThat(pod.getVolumes()).contains(signing.volume());
    assertThat(pod.getContainers())
        .allSatisfy(container ->
            assertThat(container.getVolumeMounts())
                .extracting(VolumeMount::getName)
                .doesNotContain("recorder-signing"));
    Container recorder = pod.getInitContainers().getLast();
    assertThat(recorder.getVolumeMounts())
        .contains(RunVolumes.mountReadOnly("recorder-signing", "/run/recordedrun/signing"));
    assertThat(recorder.getEnv())
        .contains(
            new EnvVar("RECORDEDRUN_TIMESTAMP_AUTHORITY", "https://tsa.example.org/tsr", null));
    assertThat(RunPod.of(run("hello"), CLUSTER).getSpec().getVolumes())
        .doesNotContain(signing.volume());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRunBecomesThisPod(String name) throws IOException {
    String actual = Serialization.asYaml(pod(name));
    Path golden = PODS.resolve(name + ".pod.yaml");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, actual);
    }
    assertThat(actual)
        .as(
            "if this is what you want, renew it with mvn test -Dtest=RunPodTest -Dgolden.write=true")
        .isEqualTo(Files.readString(golden));
  }

  @Test
  void nothingOfAUsersReachesTheRecorderButInItsRequest() throws IOException {
    Container ordinary = withoutRequest(pod("hello").getSpec().getInitContainers().getFirst());
    Container hostile = withoutRequest(pod("hostile").getSpec().getInitContainers().getFirst());
    hostile.setStartupProbe(ordinary.getStartupProbe()); // its patience is the start deadline's
    assertThat(hostile).isEqualTo(ordinary);
  }

  @Test
  void nothingOfAUsersReachesWhatPreparesTheWorkspace() throws IOException {
    assertThat(prepare("hostile")).isEqualTo(prepare("hello"));
  }

  /** That container of a run to which a workspace with links was added. */
  private static Container prepare(String name) throws IOException {
    String linked =
        """
          workspace: {persistentVolumeClaim: {claimName: whole-tale}}
          breakHardLinks: true
        """;
    String yaml =
        Files.readString(PODS.resolve(name + ".run.yaml")).replaceAll("(?m)^  workspace:.*\n", "");
    Pod pod = RunPod.of(Serialization.unmarshal(yaml + linked, RecordedRun.class), CLUSTER);
    return pod.getSpec().getInitContainers().getFirst();
  }

  @Test
  void noVariableIsExpandedInTheRequest() throws IOException {
    String request =
        pod("hostile").getSpec().getInitContainers().getFirst().getEnv().stream()
            .filter(variable -> RecordingRequest.VARIABLE.equals(variable.getName()))
            .map(EnvVar::getValue)
            .findFirst()
            .orElseThrow();
    assertThat(KubernetesExpansion.of(request))
        .contains("\"taleId\":\"$(POD_UID)\"", "\"runId\":\"$$(POD_UID)\"")
        .doesNotContain(KubernetesExpansion.EXPANDED);
  }

  @Test
  void theTaleGetsItsCommandAsWritten() throws IOException {
    List<String> command = pod("hostile").getSpec().getContainers().getFirst().getCommand();
    assertThat(command.stream().map(KubernetesExpansion::of))
        .containsExactly("sh", "$(POD_NAME)/$HOME/\"quoted\"\n.sh");
  }

  @Test
  void thePodsNameIsALabelHoweverLongTheRunsIs() throws IOException {
    Pod pod = pod("hostile");
    assertThat(pod.getMetadata().getName())
        .hasSizeLessThanOrEqualTo(63)
        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    assertThat(pod.getMetadata().getLabels().values())
        .allSatisfy(value -> assertThat(value).hasSizeLessThanOrEqualTo(63).matches(".*[a-z0-9]"));
  }

  @Test
  void spoolsMayLieInAClaim() throws IOException {
    OperatorConfig.Spools spools = new OperatorConfig.Spools(null, "spools");
    OperatorConfig config = CLUSTER.withRecorder(OperatorConfig.Recorder.DEFAULT.with(120, spools));

    assertThat(RunPod.of(run("hello"), config).getSpec().getVolumes())
        .filteredOn(volume -> volume.getName().equals("recorder-spools"))
        .singleElement()
        .satisfies(volume ->
            assertThat(volume.getPersistentVolumeClaim().getClaimName()).isEqualTo("spools"));
  }

  @Test
  void aRunCreatedAgainGetsAnotherPod() throws IOException {
    RecordedRun first = run("hello");
    RecordedRun second = run("hello");
    second.getMetadata().setUid("another");
    assertThat(RunNames.pod(second)).isNotEqualTo(RunNames.pod(first));
  }

  private static Pod pod(String name) throws IOException {
    return RunPod.of(run(name), name.startsWith("local") ? LOCAL : CLUSTER);
  }

  private static RecordedRun run(String name) throws IOException {
    return Serialization.unmarshal(
        Files.readString(PODS.resolve(name + ".run.yaml")), RecordedRun.class);
  }

  private static Container withoutRequest(Container recorder) {
    recorder.getEnv().removeIf(env -> RecordingRequest.VARIABLE.equals(env.getName()));
    return recorder;
  }
}
