package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.recorder.Folders;
import org.wholetale.recordedrun.trace.Event;

/**
 * What a recorder could not keep up with is counted exactly: a recorder is stopped in the middle of
 * a storm of which each call is one line of the kernel's, until its buffers have overflown.
 */
@Tag("storm")
class LossTest {

  private static final long TIMES = 400_000;
  private static final long HALF = 250_000;

  /** begun, half and done */
  private static final long MARKS = 3;

  @TempDir Path folder;

  @Test
  void whatIsLostInTheMiddleOfAStormIsCounted() throws Exception {
    assertCounted(recordedWhileStoppedUntil("half"));
  }

  @Test
  void whatIsLostAtTheEndOfTheTaleIsCounted() throws Exception {
    assertCounted(recordedWhileStoppedUntil("done"));
  }

  private Recording recordedWhileStoppedUntil(String mark) throws Exception {
    Path storm = CompiledProgram.of("storm", folder);
    Path there = Files.createTempDirectory(Path.of("/dev/shm"), "storm"); // in memory: a real storm
    Recordedrun recordedrun = Recordedrun.in(folder);
    try (Recordedrun.Running recorder =
        recordedrun.startRecording(
            "sh",
            "-c",
            "cd \"$0\" && exec \"$@\"",
            there.toString(),
            storm.toString(),
            Long.toString(TIMES),
            Long.toString(HALF))) {
      awaitFolder(there.resolve("begun"));
      signal(recorder, "STOP");
      try {
        awaitFolder(there.resolve(mark));
      } finally {
        signal(recorder, "CONT");
      }
      return recordedrun.recordingBy(recorder.await());
    } finally {
      Folders.delete(there);
    }
  }

  private static void assertCounted(Recording recording) {
    Event.Exec storm = recording.events(Event.Exec.class).getLast();
    long calls =
        recording.events().stream()
            .filter(event -> event instanceof Event.Mkdir || event instanceof Event.Unlink)
            .count();
    long exits =
        recording.events(Event.Exit.class).stream()
            .filter(exit -> exit.process().equals(storm.process()))
            .count();
    Long lost = recording.manifest().trace().lost();

    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
    assertThat(lost).isNotNull().isPositive();
    assertThat(calls + exits + Objects.requireNonNull(lost)).isEqualTo(2 * TIMES + MARKS + 1);
    assertThat(recording.manifest().trace().complete()).isFalse();
    assertThat(recording.manifest().trace().gaps())
        .extracting(ManifestGap::cause)
        .containsOnly("the kernel's buffer was full");
    assertThat(recording.verification().problems()).isEmpty();
  }

  private static void awaitFolder(Path path) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.isDirectory(path));
  }

  private static void signal(Recordedrun.Running recorder, String name)
      throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(recorder.process().pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
