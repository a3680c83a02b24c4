package org.wholetale.recordedrun.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.Validator;

class DotTest {

  @TempDir Path folder;

  @Test
  void graphvizDrawsItWithoutAWarning() throws Exception {
    Files.write(folder.resolve("run.dot"), FormatTest.bytes(Format.DOT, RunRecords.ofEverything()));

    Validator.Finding drawn = new Validator("dot").run(folder, "-Tsvg", "-orun.svg", "run.dot");

    assertThat(drawn).isEqualTo(new Validator.Finding(0, ""));
    assertThat(folder.resolve("run.svg"))
        .content()
        .contains("measurements.csv", "sort &#45;k 1", "incomplete: 4 events lost", ">pipe<");
  }
}
