package org.wholetale.recordedrun.e2e.truth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command under strace. */
final class Strace {

  /** All that opens files by their name, executes, makes processes, and does something to names. */
  private static final String CALLS =
      "execve,execveat,fork,vfork,clone,clone3,chdir,fchdir,open,openat,openat2,creat,"
          + "open_by_handle_at,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,"
          + "mkdirat,mknod,mknodat,truncate,unlink,unlinkat,rmdir";

  private Strace() {}

  /**
   * Runs it to its end, which must be a good one.
   *
   * @param directory its working directory
   * @param log where strace may write
   * @return the system calls of it and all that it started
   */
  static List<StraceCall> of(Path directory, Path log, List<String> command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-y"));
    // whole arguments, however many and long they are
    line.addAll(List.of("-v", "-s", "65536", "-e", "trace=" + CALLS, "-o", log.toString()));
    line.addAll(command);
    Process process =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError("%s ended with %d: %s".formatted(command, code, said));
    }
    // strace escapes all but ASCII
    return StraceLog.parse(Files.readAllLines(log, StandardCharsets.US_ASCII));
  }
}
