package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.e2e.ArchivedRun;
import org.wholetale.recordedrun.trace.Event;

/** Whatever happens to a tale in the middle, nothing is lost. */
@Tag("cluster")
class EndingsTest {

  private static final int COUNTED = 60;

  /** Takes 12 seconds. */
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
}
