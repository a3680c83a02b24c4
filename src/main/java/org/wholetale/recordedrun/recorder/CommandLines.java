package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The command lines and environments of live processes, for those that are longer than a probe can
 * put out.
 *
 * @param proc the node's {@code /proc}
 * @param variables the names of those environment variables that are recorded
 */
record CommandLines(Path proc, List<String> variables) {

  CommandLines {
    variables = variables.stream().distinct().toList();
  }

  /**
   * The whole of a command line that is known by its beginning.
   *
   * @param beginning its first bytes
   * @param size its length in bytes
   * @return empty where the process is gone, or executes something else by now
   */
  Optional<byte[]> of(int pid, byte[] beginning, int size) {
    return read(pid, "cmdline", beginning, size);
  }

  /** The whole of an environment, likewise. */
  Optional<byte[]> environment(int pid, byte[] beginning, int size) {
    return read(pid, "environ", beginning, size);
  }

  private Optional<byte[]> read(int pid, String file, byte[] beginning, int size) {
    try {
      byte[] all = Files.readAllBytes(proc.resolve(Integer.toString(pid)).resolve(file));
      boolean same =
          all.length == size
              && Arrays.equals(all, 0, beginning.length, beginning, 0, beginning.length);
      return same ? Optional.of(all) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
