package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.e2e.ArchivedRun;

/** Where spools outlive pods, what a pod left behind is archived later. */
@Tag("cluster")
class SpoolTest {

  private static final Pattern SPOOL =
      Pattern.compile("recordedrun archive finishes it from (\\S+) on node \\S+");

  @Test
  void whatAPodThatWasForcedAwayLeftIsArchivedLater() throws Exception {
    try (TestCluster cluster = TestCluster.connect();
        NodeShell node = NodeShell.open(cluster, cluster.setting("RECORDEDRUN_SPOOL_HOST_PATH"))) {
      ClusterRun cut = cluster.script("cut", "echo begun\nwhile :; do sleep 0.1; done\n");
      cut.awaitSegment();
      cluster.client().resource(cut.pod()).withGracePeriod(0).delete();
      String message =
          cut.await(RunStatus.FAILED)
              .condition(ConditionType.Archived)
              .map(Condition::getMessage)
              .orElseThrow();
      Matcher spool = SPOOL.matcher(message);
      assertThat(spool.find()).as(message).isTrue();

      eventually()
          .alias("the recorder has gone with its pod")
          .until(() -> node.run("pgrep", "-f", "recordedrun recorder").exitCode() != 0);
      NodeShell.Said said = node.run(recordedrunArchive(spool.group(1)));

      assertThat(said.exitCode()).as(said.toString()).isZero();
      ArchivedRun run = cut.archived();
      assertThat(run.verification().problems()).isEmpty();
      assertThat(run.stdout()).hasToString("begun\n");
      assertThat(run.manifest().trace().complete()).isFalse();
      assertThat(run.events()).hasSizeGreaterThan(10);
    }
  }

  /** With the keys that read the archive in this test, as somebody would give them by hand. */
  private static String[] recordedrunArchive(String spool) {
    Stream<String> keys =
        Stream.of("AWS_ENDPOINT_URL_S3", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
            .filter(name -> System.getenv(name) != null)
            .map(name -> name + "=" + System.getenv(name));
    return Stream.of(Stream.of("env"), keys, Stream.of("recordedrun", "archive", spool))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }
}
