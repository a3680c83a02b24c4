package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.Event;

/** What passes a recording by is said to, where the tale takes the way that it passes by. */
@Execution(ExecutionMode.CONCURRENT)
class IoUringTest {

  private static final int REFUSED = 77;

  @TempDir Path folder;

  @Test
  void aRunThatUsesIoUringSaysWhatIsNotSeen() throws Exception {
    String program = CompiledProgram.of("uring", folder).toString();
    Process bare = new ProcessBuilder(program).start();
    String said = new String(bare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeThat(bare.waitFor()).as("the kernel refuses io_uring: " + said).isNotEqualTo(REFUSED);

    Recording recording = Recordedrun.in(folder).record(program);

    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.manifest().trace().coverage())
        .containsExactly("io_uring was used: reads and writes through it are not seen");
    assertThat(recording.events())
        .filteredOn(event -> !(event instanceof Event.Open))
        .hasExactlyElementsOfTypes(Event.Exec.class, Event.IoUring.class, Event.Exit.class);
    assertThat(Recordedrun.in(folder).run("log", recording.archive().toString()).out())
        .contains("reads and writes through it are not seen");
  }
}
