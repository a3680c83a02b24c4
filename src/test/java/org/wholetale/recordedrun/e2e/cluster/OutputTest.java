package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.e2e.ArchivedRun;
import org.wholetale.recordedrun.trace.ByteString;

/** What a tale prints is kept as it is, although it reaches the recorder by the node's log. */
@Tag("cluster")
class OutputTest {

  private static final int LINES = 400_000;

  /** Far more than a log file of the node's holds: it is rotated again and again meanwhile. */
  @Test
  void aFloodIsKeptByteByByteThroughRotation() throws IOException {
    ArchivedRun run;
    try (TestCluster cluster = TestCluster.connect()) {
      ClusterRun flood =
          cluster.script(
              "flood",
              """
              cat > /tmp/flood.py << 'PY'
              import sys, time
              out = sys.stdout.buffer
              for i in range(%d):
                  out.write(b"%%d \\xff\\x00 %%s\\n" %% (i, b"x" * (i %% 97)))
                  if i %% 20000 == 0:
                      out.flush()
                      sys.stderr.write("%%d\\n" %% i)
                      sys.stderr.flush()
                      time.sleep(0.5)
              out.write(b"y" * 100000 + b"\\r the end")
              PY
              exec python3 /tmp/flood.py
              """
                  .formatted(LINES));
      flood.await(RunStatus.COMPLETED);
      run = flood.archived();
    }

    assertThat(run.verification().problems()).isEmpty();
    assertThat(run.manifest().files())
        .extracting(ManifestFile::path)
        .contains("stats.ndjson", "docker_stats");
    assertThat(run.stdout().equals(flood())).as("stdout is what was printed").isTrue();
    assertThat(run.stderr().toString().lines()).hasSize(LINES / 20_000);
  }

  private static ByteString flood() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < LINES; i++) {
      out.writeBytes(
          (i + " \u00ff\0 " + "x".repeat(i % 97) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    out.writeBytes(("y".repeat(100_000) + "\r the end").getBytes(StandardCharsets.ISO_8859_1));
    return ByteString.copyOf(out.toByteArray());
  }
}
