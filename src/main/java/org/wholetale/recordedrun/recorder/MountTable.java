package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The mounts of a mount namespace.
 *
 * @param mounts in the order of {@code /proc/PID/mountinfo}
 */
record MountTable(List<Mount> mounts) {

  /**
   * One mount.
   *
   * @param device the file system's, major and minor
   * @param root the folder of the file system that is mounted
   * @param point where it is mounted
   */
  record Mount(String device, Path root, Path point) {

    private static Mount parse(String line) {
      String[] fields = line.split(" ", -1);
      return new Mount(fields[2], unescape(fields[3]), unescape(fields[4]));
    }

    /** Blanks are written as octal numbers. */
    private static Path unescape(String path) {
      return Path.of(
          path.replace("\\040", " ")
              .replace("\\011", "\t")
              .replace("\\012", "\n")
              .replace("\\134", "\\"));
    }
  }

  /** Reads the table that a process has. */
  static MountTable read(Path mountinfo) throws IOException {
    return parse(Files.readAllLines(mountinfo));
  }

  static MountTable parse(List<String> lines) {
    return new MountTable(lines.stream().map(Mount::parse).toList());
  }

  /**
   * Where a folder lies for those outside of this container: it may be bound from elsewhere.
   *
   * @return empty where the folder that it is bound from cannot be seen from here
   */
  Optional<Path> outside(Path path) {
    Optional<Mount> bound =
        mounts.stream()
            .filter(mount -> path.startsWith(mount.point()))
            .max(Comparator.comparingInt(mount -> mount.point().getNameCount()));
    return bound.flatMap(
        mount -> original(mount, mount.root().resolve(mount.point().relativize(path))));
  }

  private Optional<Path> original(Mount bound, Path inFileSystem) {
    boolean partOnly = bound.root().getNameCount() > 0;
    return mounts.stream()
        .filter(mount -> mount.device().equals(bound.device()))
        .filter(mount -> inFileSystem.startsWith(mount.root()))
        .filter(mount -> !partOnly || mount.root().getNameCount() < bound.root().getNameCount())
        .min(Comparator.comparingInt(mount -> mount.root().getNameCount()))
        .map(mount -> mount.point().resolve(mount.root().relativize(inFileSystem)).normalize());
  }
}
