package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.ResourceUsage;

/** However a command ends: its exit code is passed on, and its trace is archived. */
@Execution(ExecutionMode.CONCURRENT)
class EndingsTest {

  @TempDir Path folder;

  @Test
  void aCommandThatASignalEndedSaysWhich() throws IOException, InterruptedException {
    Path crash = CompiledProgram.of("crash", folder);

    Recording recording = Recordedrun.in(folder).recordProcesses(crash.toString());

    assertThat(recording.command().exitCode()).isEqualTo(139);
    assertThat(recording.manifest().signal()).isEqualTo(11);
    assertThat(recording.manifest().exitCode()).isNull();
    assertThat(recording.events(Event.Exit.class))
        .singleElement()
        .extracting(Event.Exit::signal)
        .isEqualTo(11);
    assertThat(recording.verification().problems()).isEmpty();
  }

  @Test
  void whatAProcessTookIsToldWithItsEnd() throws IOException, InterruptedException {
    String program =
        """
        import hashlib, threading, time
        def work():
            while time.thread_time() < 0.3:
                hashlib.sha256(bytes(1000000)).digest()
        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        open("out", "wb").write(bytearray(100000000)[:3000000])
        """;

    Files.writeString(folder.resolve("work.py"), program);

    // Of a process that held more before than its program does, the program's memory is not known.
    Recording recording =
        Recordedrun.in(folder).recordProcesses("sh", "-c", "/usr/bin/python3 work.py; true");

    ResourceUsage usage =
        Objects.requireNonNull(recording.events(Event.Exit.class).getFirst().usage());
    // Of each thread a tick may be missing.
    assertThat(usage.cpuNanos()).isGreaterThan(550_000_000);
    assertThat(usage.maxRssBytes()).isBetween(100_000_000L, 200_000_000L);
    assertThat(Objects.requireNonNull(usage.io()).wchar()).isBetween(3_000_000L, 3_100_000L);
    assertThat(Recordedrun.in(folder).run("cost", recording.archive().toString()).out())
        .containsPattern(" 3\\.0\\d MB  /usr/bin/python3 work.py");
  }

  @Test
  void anExitCodeAboveThoseOfSignalsIsNoSignal() throws IOException, InterruptedException {
    Recording recording = Recordedrun.in(folder).recordProcesses("sh", "-c", "exit 139");

    assertThat(recording.command().exitCode()).isEqualTo(139);
    assertThat(recording.manifest().exitCode()).isEqualTo(139);
    assertThat(recording.manifest().signal()).isNull();
  }

  @Test
  void aCommandThatIsNotThereSaysSoAndLeavesAWholeArchive()
      throws IOException, InterruptedException {
    Recording recording = Recordedrun.in(folder).recordProcesses("no-such-program", "argument");

    assertThat(recording.command().exitCode()).isEqualTo(127);
    assertThat(recording.command().err()).contains("no-such-program: not found");
    assertThat(recording.manifest().exitCode()).isEqualTo(127);
    assertThat(recording.manifest().trace().firstExec()).isNull();
    assertThat(recording.verification().problems()).isEmpty();
  }
}
