package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.Event;

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
