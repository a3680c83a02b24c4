package org.wholetale.recordedrun.e2e.truth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel makes of a file that is executed: of a script its interpreter. No system call
 * tells that, so it is read from the file itself, as Linux's {@code binfmt_script} does.
 *
 * @param path the program's file, links resolved
 * @param argv what the program sees
 */
record LoadedProgram(String path, List<String> argv) {

  private static final int HEAD = 256;

  /**
   * @param directory the working directory
   * @param file the name that is executed
   */
  static LoadedProgram of(String directory, String file, List<String> argv) {
    try {
      Path path = Path.of(directory).resolve(file).toRealPath();
      String head = head(path);
      if (!head.startsWith("#!")) {
        return new LoadedProgram(path.toString(), argv);
      }
      String[] words = head.substring(2).lines().findFirst().orElse("").strip().split("[ \t]+", 2);
      List<String> interpreted = new ArrayList<>(List.of(words));
      interpreted.add(file);
      interpreted.addAll(argv.subList(1, argv.size()));
      return of(directory, words[0], interpreted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String head(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
  }
}
