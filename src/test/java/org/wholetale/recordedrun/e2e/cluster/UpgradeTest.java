package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RunStatus;

/** Operator and CRD are replaced while a tale runs, as by helm and kubectl. */
@Tag("cluster")
class UpgradeTest {

  @Test
  void aTaleRunsOnThroughAnUpgradeAndEndsOnce() throws IOException {
    try (TestCluster cluster = TestCluster.connect()) {
      ClusterRun run = cluster.script("upgraded", "echo begun\nsleep 10\necho ended\n");
      run.await(RunStatus.RUNNING);
      Pod pod = run.pod();
      String leader = cluster.leader();

      try (InputStream crd =
          Files.newInputStream(Path.of("crds/recordedruns.wholetale.org.yaml"))) {
        cluster.client().load(crd).forceConflicts().serverSideApply();
      }
      cluster.operator().rolling().restart();

      run.await(RunStatus.COMPLETED);
      assertThat(run.archived().stdout()).hasToString("begun\nended\n");
      assertThat(run.archived().verification().problems()).isEmpty();
      assertThat(run.pod().getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid());
      eventually()
          .alias("all operators are new ones")
          .until(() -> isReplaced(cluster.operator().require()));
      eventually().untilAsserted(() -> assertThat(cluster.leader()).isNotEqualTo(leader));
      eventually().untilAsserted(() -> assertThat(run.events()).containsOnlyOnce("Completed"));
    }
  }

  private static boolean isReplaced(Deployment operator) {
    DeploymentStatus status = operator.getStatus();
    int wanted = operator.getSpec().getReplicas();
    return operator.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && Integer.valueOf(wanted).equals(status.getUpdatedReplicas())
        && Integer.valueOf(wanted).equals(status.getReplicas())
        && Integer.valueOf(wanted).equals(status.getAvailableReplicas());
  }
}
