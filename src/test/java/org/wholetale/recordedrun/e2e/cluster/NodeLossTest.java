package org.wholetale.recordedrun.e2e.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.recorder.OpenArchive;

/** A node that was ready once and then never said a word, as one whose kubelet has died. */
@Tag("cluster")
class NodeLossTest {

  /** Kubernetes notices after 50 s; the operator waits as long as it was told to. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path scratch;
  private final TestCluster cluster = TestCluster.connect();
  private final Node node = ready(TestCluster.unique("silent"));

  @AfterEach
  void close() {
    cluster.client().resource(node).delete();
    cluster.close();
  }

  /** The test is the recorder, of which nobody hears but the store. */
  @Test
  void aRunOnANodeThatDoesNotAnswerFailsWithWhatCameIntoItsArchiveAndItsPodIsGivenUp()
      throws IOException {
    cluster.client().resource(node).create();
    cluster.client().resource(node).updateStatus();
    String name = node.getMetadata().getName();

    ClusterRun run =
        cluster.script(
            "lost", "exit 0", "nodeSelector: {kubernetes.io/hostname: %s}".formatted(name));
    eventually()
        .alias("the pod is given to the node")
        .until(() -> run.pods().stream().anyMatch(pod -> name.equals(pod.getSpec().getNodeName())));
    OpenArchive archive =
        new OpenArchive(run.store(), scratch).opening().events(0, exec(1, 7, "sh", "run.sh"));

    eventually()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(run.status()).map(RecordedRunStatus::phase).hasValue(RunStatus.FAILED));
    RecordedRunStatus status = run.status().orElseThrow();
    assertThat(status.reason()).isEqualTo("NodeLost");
    assertThat(status.message()).startsWith("the node %s has not been ready since".formatted(name));
    assertThat(status.nodeName()).isEqualTo(name);
    assertThat(status.condition(ConditionType.Archived))
        .hasValueSatisfying(archived -> assertThat(archived.getReason()).isEqualTo("Recovered"));
    TraceSummary trace = requireNonNull(status.trace());
    assertThat(trace.events()).isEqualTo(1);
    assertThat(trace.lost()).isNull();
    eventually().untilAsserted(() -> assertThat(run.pods()).isEmpty());

    byte[] own = archive.events(1, exit(2, 7, 0)).recordersManifest();
    try (ArchiveStore store = run.store()) {
      assertThat(store.putIfAbsent("manifest.json", own)).as("whoever was first stays").isFalse();
      assertThat(store.putIfAbsent("manifest-late.json", own)).isTrue();
      Sha256 pin = Sha256.parse(requireNonNull(trace.manifestSha256()));
      assertThat(new ArchiveVerifier(store, pin, null).verify().problems()).isEmpty();
    }
    assertThat(run.status()).hasValue(status);
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
