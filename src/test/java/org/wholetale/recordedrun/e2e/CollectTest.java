package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.Event;

/** Events that stay in the kernel until they must leave it. */
@Execution(ExecutionMode.CONCURRENT)
class CollectTest {

  /**
   * More lines than the kernel's buffers hold: each file is opened, which is a line, and closed,
   * which is another.
   */
  private static final int FILES = 60_000;

  @TempDir private Path folder;

  @Test
  void whatIsCollectedAtTheEndIsAllThere() throws Exception {
    String program =
        "import os\nfor i in range(%d):\n  with open('f', 'w'): pass\n  os.unlink('f')"
            .formatted(FILES);

    Recording recording =
        Recordedrun.in(folder)
            .record(List.of("--collect", "end"), "/usr/bin/python3", "-c", program);

    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
    assertThat(recording.command().err()).doesNotContain("each is read as it comes");
    assertThat(recording.manifest().trace().gaps()).isEmpty();
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.events(Event.Unlink.class)).hasSize(FILES);
    assertThat(recording.events(Event.Close.class)).hasSize(FILES);
    assertThat(recording.events(Event.Open.class))
        .filteredOn(open -> open.flags().created())
        .hasSize(FILES);
    assertThat(recording.verification().problems()).isEmpty();
  }
}
