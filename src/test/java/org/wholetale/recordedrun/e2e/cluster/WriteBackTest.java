package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RunStatus;

/** What a recorder that writes into a run's folder has of a real kubelet, and leaves there. */
@Tag("cluster")
class WriteBackTest {

  private static final String CLAIM = "hello-workspace";

  private final TestCluster cluster = TestCluster.connect();

  /** In the claim; the kubelet makes it, for root. */
  private final String folder = TestCluster.unique("write-back");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aRunThatIsCancelledSaysSoInItsFolder() {
    ClusterRun run =
        cluster.run(
            "write-back",
            "command: [sh, -c, 'ln -s /etc/passwd .stdout; echo begun; exec sleep 1000']",
            "gracePeriodSeconds: 1",
            "securityContext: {runAsUser: 0, runAsGroup: 0}",
            "workspace: {persistentVolumeClaim: {claimName: %s}, subPath: %s/workspace}"
                .formatted(CLAIM, folder),
            "writeBack: true");
    run.await(RunStatus.RUNNING);

    run.cancel();

    assertThat(run.await(RunStatus.CANCELLED).condition(ConditionType.WrittenBack))
        .hasValueSatisfying(
            told -> assertThat(told.getStatus()).as(told.getMessage()).isEqualTo("True"));
    assertThat(
            cluster.inClaim(
                CLAIM,
                """
                cd '%s'
                find . -type f | sort
                cat .status && echo
                cat workspace/.stdout
                rm -r "$PWD"
                """
                    .formatted(folder)))
        .isEqualTo(
            """
            ./.status
            ./workspace/.docker_stats
            ./workspace/.entrypoint
            ./workspace/.stderr
            ./workspace/.stdout
            5 CANCELLED
            begun
            """);
  }
}
