package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.e2e.ArchivedRun;
import org.wholetale.recordedrun.trace.Event;

/**
 * Whatever ends in the middle, the tale, its recorder, the operator or the pod: nothing is lost.
 */
@Tag("cluster")
class EndingsTest {

  private static final int COUNTED = 60;

  /** Takes 12 seconds, and would show by its output a second tale or a missing part. */
  private static final String COUNTS =
      """
      i=1
      while [ $i -le %d ]; do
        echo $i
        sleep 0.2
        i=$((i + 1))
      done
      """
          .formatted(COUNTED);

  private final TestCluster cluster = TestCluster.connect();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aTaleThatIgnoresSigtermIsKilledAfterItsGraceAndArchived() throws IOException {
    ClusterRun stubborn =
        cluster.script(
            "stubborn",
            """
            trap '' TERM
            echo begun
            while :; do sleep 1; done
            """,
            "gracePeriodSeconds: 2");
    stubborn.awaitSegment();

    stubborn.delete();

    ArchivedRun run = stubborn.archived();
    assertThat(run.manifest().signal()).isEqualTo(9);
    assertThat(run.verification().problems()).isEmpty();
    assertThat(run.manifest().trace().gaps()).isEmpty();
    assertThat(run.stdout()).hasToString("begun\n");
  }

  @Test
  void aRecorderThatIsKilledLeavesAGapAndNotALostRun() throws Exception {
    ClusterRun counting = cluster.script("counting", COUNTS);
    counting.awaitSegment();
    try (NodeShell node = NodeShell.open(cluster, "/tmp")) {
      node.kill(counting.container("recorder"), "java");
    }

    counting.await(RunStatus.COMPLETED);

    assertThat(counting.container("recorder").getRestartCount()).isZero();
    assertGapAndNothingElse(counting);
  }

  @Test
  void aRecorderWhoseContainerIsKilledLeavesAGapAndNotALostRun() throws Exception {
    ClusterRun counting = cluster.script("counting", COUNTS);
    counting.awaitSegment();
    try (NodeShell node = NodeShell.open(cluster, "/tmp")) {
      node.kill(counting.container("recorder"), "recordedrun-supervise");
    }
    eventually().until(() -> counting.container("recorder").getRestartCount() == 1);
    assertThat(counting.container("recorder").getLastState().getTerminated().getMessage())
        .as("what the recorder last told")
        .contains("RECORDING");

    counting.await(RunStatus.COMPLETED);

    assertGapAndNothingElse(counting);
  }

  private static void assertGapAndNothingElse(ClusterRun counting) throws IOException {
    assertThat(counting.status().orElseThrow().condition(ConditionType.TraceComplete))
        .hasValueSatisfying(condition -> assertThat(condition.getStatus()).isEqualTo("False"));
    ArchivedRun run = counting.archived();
    assertThat(run.manifest().exitCode()).isZero();
    assertThat(run.manifest().trace().gaps())
        .extracting(ManifestGap::cause)
        .containsExactly("the recorder ended and was started again");
    assertThat(run.manifest().trace().complete()).isFalse();
    assertThat(run.stdout()).hasToString(counted());
    assertThat(run.verification().problems()).isEmpty();
  }

  @Test
  void whoEntersTheTalesContainerIsToldFromTheTale() throws Exception {
    ClusterRun counting = cluster.script("counting", COUNTS);
    counting.awaitSegment();
    try (ExecWatch exec =
        cluster
            .client()
            .pods()
            .resource(counting.pod())
            .inContainer("tale")
            .writingOutput(OutputStream.nullOutputStream())
            .exec("cat", "/etc/hostname")) {
      assertThat(exec.exitCode().get()).isZero();
    }
    counting.await(RunStatus.COMPLETED);

    ArchivedRun run = counting.archived();
    assertThat(run.manifest().trace().entered()).isEqualTo(1);
    assertThat(run.events(Event.Exec.class))
        .extracting(exec -> exec.argv().getLast().toString())
        .contains("/etc/hostname");
    assertThat(run.verification().problems()).isEmpty();
  }

  @Test
  void aRunWhoseOperatorIsKilledEndsOnce() throws IOException {
    ClusterRun counting = cluster.script("counting", COUNTS);
    Set<String> pods = ConcurrentHashMap.newKeySet();
    List<RunStatus> phases = new CopyOnWriteArrayList<>();
    try (Watch _ =
            cluster
                .client()
                .pods()
                .inNamespace(TestCluster.NAMESPACE)
                .withLabel(Labels.RECORDED_RUN, counting.name())
                .watch(each((Pod pod) -> pods.add(pod.getMetadata().getUid())));
        Watch _ = counting.resource().watch(each((RecordedRun run) -> phases.add(phase(run))))) {
      counting.awaitSegment();

      assertThat(
              cluster
                  .client()
                  .pods()
                  .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                  .withName(leader())
                  .withGracePeriod(0)
                  .delete())
          .isNotEmpty();

      counting.await(RunStatus.COMPLETED);
      eventually().until(() -> phases.contains(RunStatus.COMPLETED));
    }
    assertThat(pods).hasSize(1);
    assertThat(phases).isSorted();
    eventually().untilAsserted(() -> assertThat(counting.events()).containsOnlyOnce("Completed"));
    assertThat(counting.archived().stdout()).hasToString(counted());
    assertThat(counting.archived().verification().problems()).isEmpty();
  }

  /**
   * The pod whose operator acts; its identity is the pod's name, and a number that no other has.
   */
  private String leader() {
    return cluster
        .client()
        .leases()
        .inNamespace(TestCluster.OPERATOR_NAMESPACE)
        .withName("recordedrun")
        .require()
        .getSpec()
        .getHolderIdentity()
        .replaceFirst("_.*", "");
  }

  private static RunStatus phase(RecordedRun run) {
    return run.getStatus() == null ? RunStatus.UNKNOWN : run.getStatus().phase();
  }

  private static String counted() {
    return IntStream.rangeClosed(1, COUNTED).mapToObj(i -> i + "\n").reduce("", String::concat);
  }

  private static <T> Watcher<T> each(Consumer<T> consumer) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, T resource) {
        consumer.accept(resource);
      }

      @Override
      public void onClose(WatcherException cause) {}
    };
  }
}
