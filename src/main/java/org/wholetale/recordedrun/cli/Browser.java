package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The user's browser. */
final class Browser {

  private Browser() {}

  /**
   * Opens a file in it, and does not wait.
   *
   * @param environment where {@code BROWSER} may name its program
   * @throws IOException where there is none that is known of; says what to do
   */
  static void open(Path file, Map<String, String> environment) throws IOException {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    String program = environment.getOrDefault("BROWSER", mac ? "open" : "xdg-open");
    try {
      new ProcessBuilder(program, file.toUri().toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new IOException(
          "the report is written, but %s cannot be run to open it: set BROWSER to a browser's program, or open the file yourself"
              .formatted(program),
          e);
    }
  }
}
