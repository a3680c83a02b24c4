package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file system by which the kernel shows itself, and which a container is not given, or not whole.
 *
 * @param type as mount(8) knows it
 * @param options none, or those of one mount
 */
record KernelFileSystem(String type, List<String> options) {

  static final KernelFileSystem TRACEFS = new KernelFileSystem("tracefs", List.of());
  static final KernelFileSystem CGROUP2 = new KernelFileSystem("cgroup2", List.of());

  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  /** The hierarchy of one controller of cgroup v1. */
  static KernelFileSystem cgroup1(String controller) {
    return new KernelFileSystem("cgroup", List.of("-o", controller));
  }

  /** Where one of its type is mounted. */
  Optional<Path> mountPoint() throws RecorderException {
    return mounts().stream()
        .filter(fields -> fields.get(2).equals(type))
        .map(fields -> Path.of(fields.get(1)))
        .findFirst();
  }

  /**
   * Mounts it there, unless something is mounted there already.
   *
   * @param folder made if it is not there
   */
  void mount(Path folder) throws RecorderException {
    if (mounts().stream().anyMatch(fields -> fields.get(1).equals(folder.toString()))) {
      return;
    }
    try {
      Files.createDirectories(folder);
      List<String> command = new ArrayList<>(List.of("mount", "-t", type));
      command.addAll(options);
      command.addAll(List.of("none", folder.toString()));
      Process mount = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (mount.waitFor() != 0) {
        throw new RecorderException(
            "%s cannot be mounted at %s (%s): recording needs root, in a container a privileged one"
                .formatted(type, folder, said));
      }
    } catch (IOException e) {
      throw new RecorderException(
          "%s cannot be mounted at %s: %s".formatted(type, folder, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RecorderException("interrupted while mounting " + type, e);
    }
  }

  private static List<List<String>> mounts() throws RecorderException {
    try {
      return Files.readAllLines(MOUNTS).stream().map(line -> List.of(line.split(" "))).toList();
    } catch (IOException e) {
      throw new RecorderException("cannot read " + MOUNTS + ": " + e.getMessage(), e);
    }
  }
}
