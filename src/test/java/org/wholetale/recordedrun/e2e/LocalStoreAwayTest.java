package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.archive.S3Server;

/** A run of the embedded control plane whose object store goes away and stays away. */
@Execution(ExecutionMode.CONCURRENT)
class LocalStoreAwayTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SPOOL =
      Pattern.compile("recordedrun archive finishes it from (\\S+)");

  @TempDir Path folder;
  @TempDir Path data;

  @Test
  void theStatusSaysWhatIsMissingAndTheSpoolIsArchivedLater()
      throws IOException, InterruptedException {
    Path run =
        new LocalRun(folder)
            .script("away", "echo tale-begun\nwhile [ ! -e go ]; do sleep 0.1; done\nls /etc\n");
    try (S3Server server = S3Server.start(data)) {
      Recordedrun recordedrun = Recordedrun.in(folder).with(server.environment());

      Recordedrun.Ended ended;
      try (Recordedrun.Running running =
          recordedrun.start(
              "local",
              "--archive=s3://archive/runs",
              "--finish-seconds=3",
              "--in-place",
              "--follow",
              run.toString())) {
        await().atMost(PATIENCE).until(() -> running.out().contains("tale-begun"));
        server.stop();
        Files.createFile(folder.resolve("away-workspace/go"));
        ended = running.await();
      }

      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(125);
      assertThat(LocalRun.phases(ended.out(), "away")).endsWith("FAILED");
      assertThat(ended.out())
          .contains("gives no answer")
          .containsPattern("not in the archive: .*stdout.*manifest\\.json");
      Matcher spool = SPOOL.matcher(ended.out());
      assertThat(spool.find()).as(ended.out()).isTrue();

      server.restart();
      Recordedrun.Ended archive = recordedrun.run("archive", spool.group(1));
      assertThat(archive.exitCode()).as(archive.err()).isEqualTo(0);
      Recordedrun.Ended verify = recordedrun.run("verify", "s3://archive/runs");
      assertThat(verify.out()).startsWith("ok s3://archive/runs/").contains("complete");
    }
  }
}
