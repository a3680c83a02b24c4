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
 * @param controllers which hierarchy of cgroup v1, its controllers joined by commas; else empty
 */
record KernelFileSystem(String type, String controllers) {

  static final KernelFileSystem TRACEFS = new KernelFileSystem("tracefs", "");
  static final KernelFileSystem CGROUP2 = new KernelFileSystem("cgroup2", "");

  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  /** The hierarchy of cgroup v1 that has these controllers, joined by commas. */
  static KernelFileSystem cgroup1(String controllers) {
    return new KernelFileSystem("cgroup", controllers);
  }

  /** Where it is mounted, maybe with more controllers. */
  Optional<Path> mountPoint() throws RecorderException {
    return mounts().stream()
        .filter(fields -> fields.get(2).equals(type) && hasControllers(fields.get(3)))
        .map(fields -> Path.of(fields.get(1)))
        .findFirst();
  }

  private boolean hasControllers(String options) {
    return controllers.isEmpty()
        || List.of(options.split(",", -1)).containsAll(List.of(controllers.split(",", -1)));
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
      if (!controllers.isEmpty()) {
        command.addAll(List.of("-o", controllers));
      }
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
