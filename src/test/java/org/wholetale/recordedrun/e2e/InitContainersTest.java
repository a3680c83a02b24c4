package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.local.LocalCluster;
import org.wholetale.recordedrun.local.node.NodeConfig;
import org.wholetale.recordedrun.recorder.RecorderException;

/** What the local node does with init containers that are no sidecars: what a kubelet does. */
class InitContainersTest {

  private static final String NAME = "pod";

  @TempDir Path folder;
  private final List<String> printed = new CopyOnWriteArrayList<>();
  private LocalCluster cluster;

  @BeforeEach
  void node() throws RecorderException {
    cluster =
        LocalCluster.start(
            0,
            new NodeConfig(folder, Map.of(), false, Map.of(), List.of()),
            null,
            (_, _, _, bytes, length) ->
                printed.add(new String(bytes, 0, length, StandardCharsets.UTF_8)),
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void oneRunsAfterTheOtherAndThenTheContainers() {
    Pod ended = run(container("first", "echo 1"), container("second", "echo 2"));

    assertThat(ended.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(printed).containsExactly("1\n", "2\n", "main\n");
  }

  @Test
  void afterOneThatFailsNothingIsStartedAndItsLastWordsAreItsMessage() {
    Container failing =
        new ContainerBuilder(container("first", "echo so far; exit 3"))
            .withTerminationMessagePolicy("FallbackToLogsOnError")
            .build();
    Pod ended = run(failing, container("second", "echo 2"));

    assertThat(ended.getStatus().getPhase()).isEqualTo("Failed");
    assertThat(String.join("", printed)).isEqualTo("so far\n");
    ContainerStateTerminated first = terminated(ended);
    assertThat(first.getExitCode()).isEqualTo(3);
    assertThat(first.getMessage()).isEqualTo("so far\n");
    assertThat(ended.getStatus().getContainerStatuses())
        .extracting(status -> status.getState().getWaiting().getReason())
        .containsExactly("PodInitializing");
  }

  @Test
  void oneThatLeavesNoWordHasNoMessage() {
    assertThat(terminated(run(container("first", "echo why; exit 3"))).getMessage()).isNull();
  }

  @Test
  void oneIsStoppedWhenThePodsTimeIsOver() {
    create(container("first", "trap 'exit 7' TERM; echo trapped; while :; do sleep 0.1; done"));
    await(InitContainersTest::isInitializing);
    Awaitility.await().until(() -> printed.contains("trapped\n"));
    cluster
        .client()
        .pods()
        .inNamespace("default")
        .withName(NAME)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"activeDeadlineSeconds\":1}}");

    Pod ended = await(InitContainersTest::hasEnded);

    assertThat(ended.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    assertThat(terminated(ended).getExitCode()).isEqualTo(7);
    assertThat(printed).containsExactly("trapped\n");
  }

  private Pod run(Container... initContainers) {
    create(initContainers);
    return await(InitContainersTest::hasEnded);
  }

  private void create(Container... initContainers) {
    cluster
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(NAME)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withInitContainers(initContainers)
                .withContainers(container("main", "echo main"))
                .endSpec()
                .build())
        .create();
  }

  private static Container container(String name, String script) {
    return new ContainerBuilder()
        .withName(name)
        .withImage("example.org/" + name)
        .withCommand("sh", "-c", script)
        .build();
  }

  private Pod await(Predicate<Pod> condition) {
    return cluster
        .client()
        .pods()
        .inNamespace("default")
        .withName(NAME)
        .waitUntilCondition(
            pod -> pod != null && pod.getStatus() != null && condition.test(pod),
            60,
            TimeUnit.SECONDS);
  }

  private static boolean isInitializing(Pod pod) {
    return pod.getStatus().getInitContainerStatuses().stream()
        .anyMatch(status -> status.getState().getRunning() != null);
  }

  private static boolean hasEnded(Pod pod) {
    return List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  private static ContainerStateTerminated terminated(Pod pod) {
    ContainerStatus first = pod.getStatus().getInitContainerStatuses().getFirst();
    return first.getState().getTerminated();
  }
}
