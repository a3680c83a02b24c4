package org.wholetale.recordedrun.e2e;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.trace.Event;

/** A command that carries a password in arguments and environment leaves it nowhere. */
@Execution(ExecutionMode.CONCURRENT)
class RedactionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "hunter2correcthorse";

  /** What is no secret, to see that the search finds anything. */
  private static final String REMARK = "batterystaple";

  /** Every form in which it may be carried; waits in between, and prints nothing. */
  private static final String SCRIPT =
      """
      export API_TOKEN=PW; export GIRDER_API_KEY="PW"
      /bin/true --password PW --password=PW REMARK
      /bin/true --password PW "$(printf '\\377')"
      PGPASSWORD=PW /bin/true -e TOKEN=PW "X-Token: PW" https://user:PW@host
      env PGPASSWORD=PW sh -c '/bin/true -H "Authorization: Bearer PW"'
      nohup PGPASSWORD=PW 2>&- # which is no program
      read line < "$1"
      /bin/true --token PW
      """
          .replace("PW", PASSWORD)
          .replace("REMARK", REMARK);

  @TempDir Path folder;
  private Path pipe;
  private Path archive;

  @BeforeEach
  void makePipe() throws IOException, InterruptedException {
    pipe = folder.resolve("pipe");
    archive = folder.resolve("archive");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isEqualTo(0);
  }

  @Test
  void aSearchOverSpoolAndArchiveDoesNotFindIt() throws IOException, InterruptedException {
    Recording recording = recordAndSearch(List.of(), false);

    ManifestTrace trace = recording.manifest().trace();
    assertThat(trace.complete()).isTrue();
    assertThat(trace.redacted())
        .isEqualTo(recording.events().stream().filter(RedactionTest::isRedacted).count())
        .isGreaterThan(12);
    assertThat(recording.manifest().entrypoint()).contains("--secret=[redacted]");
    assertThat(recording.events(Event.Exec.class)).anyMatch(RedactionTest::isNoText);
    assertThat(recording.verification().problems()).isEmpty();
  }

  @Test
  void theSameSearchFindsItWhereNothingIsRedacted() throws IOException, InterruptedException {
    Recording recording = recordAndSearch(List.of("--no-default-redaction"), true);

    assertThat(recording.manifest().trace().redacted()).isZero();
    assertThat(recording.events()).noneMatch(RedactionTest::isRedacted);
  }

  @Test
  void itIsNotFoundEitherWhereItIsNamedItself() throws IOException, InterruptedException {
    Files.createFile(folder.resolve(PASSWORD));

    Recording recording =
        recordAndSearch(
            List.of("--no-default-redaction", "--redact-value", PASSWORD.substring(0, 9) + "*"),
            false,
            "cat " + PASSWORD);

    assertThat(recording.events(Event.Open.class))
        .anyMatch(open -> open.redacted() && open.path().toString().endsWith("/[redacted]"));
    assertThat(Files.readAllLines(recording.archive().resolve("files.ndjson")))
        .filteredOn(file -> file.contains("/[redacted]\""))
        .singleElement()
        .asString()
        .contains("\"sha256\":null");
  }

  @Test
  void theRecorderOfAResourceKeepsItOutToo() throws IOException, InterruptedException {
    LocalRun runs = new LocalRun(folder);
    Path file =
        runs.spec(
            "redacted",
            List.of(
                "command: [sh, -c, '/bin/true --password \"$API_TOKEN\" %s']".formatted(REMARK),
                "args: [x, --db-pass=%s]".formatted(PASSWORD),
                "env: [{name: API_TOKEN, value: %s}]".formatted(PASSWORD),
                "recording: {redact: {names: [db-pass]}}"));

    Recordedrun.Ended ended = runs.run(file.toString());

    Recording recording = runs.recording("redacted", ended);
    assertThat(recording.manifest().trace().redacted()).isEqualTo(2);
    assertThat(recording.manifest().entrypoint()).endsWith("x", "--db-pass=[redacted]");
    assertThat(isFound(runs.archive(), REMARK)).isTrue();
    assertThat(isFound(runs.archive(), PASSWORD)).isFalse();
    assertThat(ended.out() + ended.err()).doesNotContain(PASSWORD);
  }

  /**
   * Records the script to its end; its store comes only after that. Searches the spool in the
   * middle and after the end, then the archive.
   */
  private Recording recordAndSearch(List<String> options, boolean expected, String... more)
      throws IOException, InterruptedException {
    Files.writeString(archive, "in the way");
    List<String> line = new ArrayList<>(List.of("record", "--output=" + archive));
    line.addAll(options);
    line.addAll(List.of("--finish-seconds=1", "--", "/usr/bin/env", "DB_PASSWORD=" + PASSWORD));
    // Not looked for in the path: of an exec that fails, long arguments are truncated.
    line.addAll(List.of("/bin/sh", "-c", SCRIPT + String.join("\n", more), "x", pipe.toString()));
    line.add("--secret=" + PASSWORD);
    Recordedrun recordedrun = Recordedrun.in(folder).with(Map.of("OTHER_PASSWORD", PASSWORD));

    Recordedrun.Ended ended;
    try (Recordedrun.Running running = recordedrun.start(line.toArray(String[]::new))) {
      await().atMost(PATIENCE).until(() -> isSpool() && isFound(spool(), REMARK));
      assertThat(isFound(spool(), PASSWORD)).as("in the running spool").isEqualTo(expected);
      Files.writeString(pipe, "go\n", WRITE);
      ended = running.await();
    }
    Path spool = spool();
    assertThat(isFound(spool, PASSWORD)).as("in the spool").isEqualTo(expected);
    assertThat(spool.resolve("archive/manifest.json")).exists();
    assertThat(ended.err()).contains("NOT ARCHIVED").doesNotContain(PASSWORD);

    Files.delete(archive);
    Recordedrun.Ended archiving = recordedrun.run("archive", spool.toString());
    assertThat(archiving.exitCode()).as(archiving.err()).isZero();
    assertThat(isFound(archive, REMARK)).isTrue();
    assertThat(isFound(archive, PASSWORD)).as("in the archive").isEqualTo(expected);
    return Recording.below(archive, archiving);
  }

  private static boolean isFound(Path folder, String text) throws IOException {
    return !new FileSearch(folder).find(text).isEmpty();
  }

  private boolean isSpool() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(RedactionTest::isSpool);
    }
  }

  private Path spool() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(RedactionTest::isSpool).findFirst().orElseThrow();
    }
  }

  private static boolean isSpool(Path file) {
    return file.getFileName().toString().startsWith("recordedrun-");
  }

  private static boolean isNoText(Event.Exec exec) {
    return exec.redacted() && exec.argv().stream().anyMatch(text -> text.utf8().isEmpty());
  }

  private static boolean isRedacted(Event event) {
    return event instanceof Event.OfProcess e && e.redacted();
  }
}
