package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes programs of the C sources among the tests' resources. */
final class CompiledProgram {

  private CompiledProgram() {}

  /** Compiles {@code NAME.c} into a static program in the folder. */
  static Path of(String name, Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".c");
    try (InputStream resource = CompiledProgram.class.getResourceAsStream(name + ".c")) {
      Files.write(source, java.util.Objects.requireNonNull(resource).readAllBytes());
    }
    Path program = folder.resolve(name);
    Process gcc =
        new ProcessBuilder("gcc", "-static", "-O1", "-o", program.toString(), source.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.waitFor()).as(said).isEqualTo(0);
    return program;
  }
}
