package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What strace saw of a command in a project's folder; paths in it are told as {@code ./path}.
 *
 * @param programs the files of all programs that were executed, links resolved
 * @param files every file that was opened below the folder, a space, and r, w or rw
 */
record StraceLog(Set<String> programs, Set<String> files) {

  private static final Pattern EXEC = Pattern.compile("execve\\(\"(.*?)\", \\[.* = 0");
  private static final Pattern OPEN =
      Pattern.compile(
          "(?:open|openat|openat2|creat)\\(.*?\\b(O_RDONLY|O_WRONLY|O_RDWR)\\b.* = \\d+<(.*)>");

  /** Runs a command under strace; its processes' working directory is the project. */
  static StraceLog of(Path project, Path logs, String... command)
      throws IOException, InterruptedException {
    Files.createDirectories(logs);
    // -ff: a file for each process, so that no line is cut in two by another's
    List<String> line =
        new ArrayList<>(
            List.of("strace", "-ff", "-y", "-s", "4096", "-o", logs.resolve("log").toString()));
    line.addAll(List.of("-e", "trace=execve,execveat,open,openat,openat2,creat"));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(0);

    StraceLog log = new StraceLog(new TreeSet<>(), new TreeSet<>());
    try (Stream<Path> all = Files.list(logs)) {
      for (Path file : all.toList()) {
        for (String entry : Files.readAllLines(file)) {
          log.read(project, entry);
        }
      }
    }
    return log;
  }

  private void read(Path project, String line) throws IOException {
    Matcher exec = EXEC.matcher(line);
    if (exec.matches()) {
      programs.add(relative(project, project.resolve(exec.group(1)).toRealPath().toString()));
    }
    Matcher open = OPEN.matcher(line);
    if (open.matches() && open.group(2).startsWith(project + "/")) {
      files.add(relative(project, open.group(2)) + " " + mode(open.group(1)));
    }
  }

  /**
   * How a path is told, whoever saw it: below the project relative to it, and a temporary file of
   * ar without the random part of its name.
   */
  static String relative(Path project, String path) {
    return path.startsWith(project + "/")
        ? "."
            + path.substring(project.toString().length())
                .replaceFirst("/st[A-Za-z0-9]{6}$", "/st??????")
        : path;
  }

  private static String mode(String flag) {
    return switch (flag) {
      case "O_RDONLY" -> "r";
      case "O_WRONLY" -> "w";
      default -> "rw";
    };
  }
}
