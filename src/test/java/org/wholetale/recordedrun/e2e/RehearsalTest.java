package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an image's AOT cache is made from: lines that bpftrace once wrote, as it writes them now.
 */
class RehearsalTest {

  private static final Path STAND_IN = Path.of("images/training").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void theStandInForBpftraceSpeaksAsItDoes() throws Exception {
    String path = STAND_IN + ":" + System.getenv("PATH");

    Recordedrun.Ended ended =
        Recordedrun.in(folder)
            .with(Map.of("PATH", path))
            .run("rehearse", folder.resolve("archive").toString());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("recorded   2 processes, 3 files read, 1 written, 12 events")
        .doesNotContain("INCOMPLETE", "ERROR");
  }
}
