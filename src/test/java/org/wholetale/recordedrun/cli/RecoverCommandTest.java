package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.S3Server;
import org.wholetale.recordedrun.archive.Sha256;
import picocli.CommandLine;

class RecoverCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void anArchiveIsClosedAndItsFiguresArePrinted() throws IOException {
    cutOffRun().output(0, "{\"t\":1,\"stream\":\"stdout\",\"data\":\"hi\"}");
    Files.writeString(folder.resolve("events/000001.ndjson.zst"), "cut off");

    assertThat(recover(folder.toString())).isZero();

    assertThat(out.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "recovered  2 files, 1 processes, 2 events; incomplete: an unknown number"
                            + " of events lost, 1 gap"),
            line -> assertThat(line).startsWith("left out   events/000001.ndjson.zst: cannot be"),
            line -> assertThat(line).startsWith("unknown    which run it was"),
            line -> assertThat(line).isEqualTo("archive    " + ArchiveLocation.of(folder)),
            line ->
                assertThat(line)
                    .contains("verify --manifest-sha256 " + Sha256.of(manifest()).hex()));
    assertThat(new CommandLine(new VerifyCommand(Map.of())).execute(folder.toString())).isZero();
  }

  @Test
  void anArchiveWithAManifestIsLeftAsItIs() throws IOException {
    cutOffRun();
    recover(folder.toString());
    String before = Files.readString(manifest());

    assertThat(recover(folder.toString())).isZero();

    assertThat(out.toString()).endsWith("has a manifest: there is nothing to recover\n");
    assertThat(manifest()).content().isEqualTo(before);
    assertThat(folder.resolve("manifest-late.json")).doesNotExist();
  }

  @Test
  void whoeverReadsARecoveredTraceIsToldSo() throws IOException {
    cutOffRun();
    recover(folder.toString());

    CommandLine log = new CommandLine(new LogCommand(Map.of())).setErr(new PrintWriter(err));

    assertThat(log.execute(folder.toString())).isZero();
    assertThat(err.toString()).contains("was recovered: its recorder did not close it");
  }

  @Test
  void wrongUsageExitsWithTwo() throws IOException {
    assertThat(recover(folder.resolve("absent").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no archive at");

    TestArchive.in(folder.resolve("a")).events(0, exec(1, 7, "sh"));
    TestArchive.in(folder.resolve("b")).events(0, exec(1, 7, "sh"));
    assertThat(recover(folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there are 2 archives below").contains("name one of them");
  }

  @Test
  void aStoreThatDoesNotAnswerIsNamedAndTheExitCodeIsOne() {
    S3Server server = S3Server.start(folder);
    server.stop();

    assertThat(recover("s3://archive/run", server.environment())).isEqualTo(1);
    assertThat(err.toString()).contains("recordedrun recover: cannot list s3://archive/run/");
  }

  private TestArchive cutOffRun() throws IOException {
    return TestArchive.in(folder).events(0, exec(1, 7, "sh", "run.sh"), exit(9, 7, 0));
  }

  private Path manifest() {
    return folder.resolve("manifest.json");
  }

  private int recover(String location) {
    return recover(location, Map.of());
  }

  private int recover(String location, Map<String, String> environment) {
    return new CommandLine(new RecoverCommand(environment, Clock.systemUTC()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(new Problems())
        .execute(location);
  }
}
