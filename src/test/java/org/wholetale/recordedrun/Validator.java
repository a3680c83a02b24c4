package org.wholetale.recordedrun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody else's program that reads what we write, as {@code tools/setup validators} installs it.
 *
 * @param program a path, or a name on the PATH
 */
public record Validator(String program) {

  private static final Path PYTHON =
      cache().resolve("recordedrun").resolve("validators").resolve("venv").resolve("bin");

  /**
   * What it came to.
   *
   * @param output stdout and stderr, as they came
   */
  public record Finding(int exit, String output) {}

  /**
   * One of those that {@code src/test/python/requirements.txt} brings, or {@code python} itself,
   * which can import them.
   */
  public static Validator ofPython(String name) {
    Path program = PYTHON.resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(program + " is not there: run tools/setup validators");
    }
    return new Validator(program.toString());
  }

  /** Runs it in a folder with nothing to read, to its end. */
  public Finding run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Finding(process.waitFor(), output);
  }

  private static Path cache() {
    String set = System.getenv("XDG_CACHE_HOME");
    return set == null || set.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(set);
  }
}
