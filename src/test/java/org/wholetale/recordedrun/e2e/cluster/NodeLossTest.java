package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;

/** A node that was ready once and then never said a word, as one whose kubelet has died. */
@Tag("cluster")
class NodeLossTest {

  /** Kubernetes notices after 50 s; the operator waits as long as it was told to. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final TestCluster cluster = TestCluster.connect();
  private final Node node = ready(TestCluster.unique("silent"));

  @AfterEach
  void close() {
    cluster.client().resource(node).delete();
    cluster.close();
  }

  @Test
  void aRunOnANodeThatDoesNotAnswerFailsAndItsPodIsGivenUp() {
    cluster.client().resource(node).create();
    cluster.client().resource(node).updateStatus();
    String name = node.getMetadata().getName();

    ClusterRun run =
        cluster.script(
            "lost", "exit 0", "nodeSelector: {kubernetes.io/hostname: %s}".formatted(name));

    eventually()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(run.status()).map(RecordedRunStatus::phase).hasValue(RunStatus.FAILED));
    RecordedRunStatus status = run.status().orElseThrow();
    assertThat(status.reason()).isEqualTo("NodeLost");
    assertThat(status.message()).startsWith("the node %s has not been ready since".formatted(name));
    assertThat(status.nodeName()).isEqualTo(name);
    eventually().untilAsserted(() -> assertThat(run.pods()).isEmpty());
  }

  private static Node ready(String name) {
    Map<String, Quantity> room =
        Map.of("cpu", new Quantity("8"), "memory", new Quantity("16Gi"), "pods", new Quantity("9"));
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/hostname", name)
        .endMetadata()
        .withNewStatus()
        .withCapacity(room)
        .withAllocatable(room)
        .withConditions(
            new NodeConditionBuilder()
                .withType("Ready")
                .withStatus("True")
                .withReason("KubeletReady")
                .withMessage("said by the test")
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(now)
                .build())
        .endStatus()
        .build();
  }
}
