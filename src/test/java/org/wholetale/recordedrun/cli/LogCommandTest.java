package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.execFailed;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.S3Server;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.trace.AccessMode;
import picocli.CommandLine;

class LogCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void theTraceIsALineAnEventFromAllSegments() throws IOException {
    run("a").manifest();

    assertThat(log(folder.resolve("a").toString())).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "TIME(us)     EVENT       PROCESS  PROGRAM-NAME     DETAILS",
            "1            exec        7        sh               argv=sh run.sh",
            "2            start       7        sh               child=8",
            "5            exit        8        sh               code=0",
            "6            exit        7        sh               code=0");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void filesAndFailedExecsAreShownOnDemand() throws IOException {
    run("a").manifest();

    assertThat(log(folder.resolve("a").toString(), "--files")).isZero();
    assertThat(out.toString())
        .contains("mode=r path=/work/workspace/run.sh", "exec-failed 8", "errno=2 path=/bin/x");
  }

  @Test
  void theTreeShowsProcessesAndFiles() throws IOException {
    run("a").manifest();

    assertThat(log(folder.resolve("a").toString(), "--tree")).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            sh run.sh [exit 0, <1 ms]
            └─ (fork of sh) [exit 0, <1 ms, 1 failed exec]

            workspace: 1 read, 0 written
              /work/workspace/run.sh  read by sh
            """);
  }

  @Test
  void theOneArchiveBelowAFolderIsTaken() throws IOException {
    run("science/hello/1").manifest();

    assertThat(log(folder.toString())).isZero();
    assertThat(out.toString()).contains("argv=sh run.sh");
  }

  @Test
  void ofSeveralArchivesTheUserHasToNameOne() throws IOException {
    run("a").manifest();
    run("b");

    assertThat(log(folder.toString())).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains(
            "there are 2 archives below",
            "name one of them",
            ArchiveLocation.of(folder.resolve("a")).toString(),
            ArchiveLocation.of(folder.resolve("b")).toString());
  }

  @Test
  void whatIsNoArchiveIsWrongUsage() {
    assertThat(log(folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no archive at");
    assertThat(log("https://example.org/a")).isEqualTo(2);
    assertThat(err.toString()).contains("is neither a file: nor an s3: URI");
  }

  @Test
  void aRunThatGoesOnIsShownAsFarAsItIs() throws IOException {
    run("a");

    assertThat(log(folder.resolve("a").toString())).isZero();
    assertThat(out.toString()).contains("argv=sh run.sh");
    assertThat(err.toString()).contains("has no manifest: the run is still going on, or was");
  }

  @Test
  void aMissingSegmentIsNamedAndTheRestShown() throws IOException {
    run("a").manifest();
    Files.delete(folder.resolve("a/events").resolve(TestArchive.name(0)));

    assertThat(log(folder.resolve("a").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("events/000000.ndjson.zst and what lies between");
    assertThat(out.toString()).contains("code=0");
  }

  @Test
  void aSegmentThatIsNoneEndsTheTable() throws IOException {
    run("a").manifest();
    Files.writeString(folder.resolve("a/events").resolve(TestArchive.name(1)), "forged");

    assertThat(log(folder.resolve("a").toString())).isEqualTo(1);
    assertThat(out.toString()).contains("argv=sh run.sh").doesNotContain("code=0");
    assertThat(err.toString()).contains("events/000001.ndjson.zst");
  }

  @Test
  void anArchiveInABucketIsRead(@TempDir Path data) throws IOException {
    run("a");
    Path segment = folder.resolve("a/events").resolve(TestArchive.name(0));
    try (S3Server server = S3Server.start(data)) {
      try (ArchiveStore store = server.open("science/a")) {
        store.put("events/000000.ndjson.zst", segment, Sha256.of(segment).hex());
      }

      assertThat(log(server.environment(), "s3://archive/science")).isZero();
      assertThat(out.toString()).contains("argv=sh run.sh");
      assertThat(log(server.environment(), "s3://absent/science")).isEqualTo(2);
      assertThat(err.toString()).contains("there is no bucket 'absent'");
    }
  }

  private TestArchive run(String path) throws IOException {
    return TestArchive.in(folder.resolve(path))
        .events(
            0,
            exec(1, 7, "sh", "run.sh"),
            fork(2, 7, 8),
            open(3, 8, AccessMode.READ, "/work/workspace/run.sh", 1))
        .events(1, execFailed(4, 8, "/bin/x"), exit(5, 8, 0), exit(6, 7, 0));
  }

  private int log(String... arguments) {
    return log(Map.of(), arguments);
  }

  private int log(Map<String, String> environment, String... arguments) {
    return new CommandLine(new LogCommand(environment))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
