package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tree of control groups by which the tale's processes are told from all others.
 *
 * @param root its root, where this process has it mounted
 */
public record CgroupHierarchy(Version version, Cgroup root) {

  /** Which of the kernel's two kinds of hierarchies. */
  public enum Version {
    /** The one hierarchy of all controllers; on hybrid nodes one without any. */
    V2,
    /** That of the memory controller, where the container runtime uses no other kind. */
    V1;

    private boolean isNamedIn(List<String> fields) {
      return switch (this) {
        case V2 -> fields.getFirst().equals("0");
        case V1 -> Arrays.asList(fields.get(1).split(",", -1)).contains(MEMORY);
      };
    }
  }

  /** The kernel's name for the number of the controller whose v1 hierarchy is used. */
  static final String V1_SUBSYSTEM = "memory_cgrp_id";

  private static final String MEMORY = "memory";
  private static final Path PROC = Path.of("/proc");
  private static final String SELF = "self";

  /** The v2 hierarchy where it is mounted: on hybrid nodes beside the v1 ones. */
  public static CgroupHierarchy mounted() throws RecorderException {
    return KernelFileSystem.CGROUP2
        .mountPoint()
        .map(folder -> new CgroupHierarchy(Version.V2, new Cgroup(folder)))
        .orElseThrow(() ->
            new RecorderException(
                "no cgroup v2 hierarchy is mounted: mount -t cgroup2 none /sys/fs/cgroup/unified"));
  }

  /**
   * The hierarchy that this container's own group is in, mounted whole for this container alone:
   * its runtime shows it only a part, and on hybrid nodes none of v2.
   *
   * @param folder where to mount it; nothing happens where that was done before
   * @throws RecorderException where it cannot be mounted, or this process is in no group
   */
  static CgroupHierarchy mountedAt(Path folder) throws RecorderException {
    Version version =
        Stream.of(Version.values())
            .filter(CgroupHierarchy::holdsThisProcess)
            .findFirst()
            .orElseThrow(() ->
                new RecorderException(
                    "the recorder is in the root cgroup, so it cannot tell its pod: run it as a pod's"
                        + " container in the node's cgroup namespace, or use recordedrun record"));
    KernelFileSystem system =
        version == Version.V2 ? KernelFileSystem.CGROUP2 : KernelFileSystem.cgroup1(MEMORY);
    system.mount(folder);
    return new CgroupHierarchy(version, new Cgroup(folder));
  }

  private static boolean holdsThisProcess(Version version) {
    return path(version, PROC, SELF).filter(path -> !path.equals("/")).isPresent();
  }

  /** The group that this process is in. */
  Optional<Cgroup> ownGroup() {
    return groupOf(PROC, SELF);
  }

  /**
   * The group that a process is in.
   *
   * @param proc the {@code /proc} in which the process is seen
   * @param process its number there
   */
  public Optional<Cgroup> groupOf(Path proc, String process) {
    return path(version, proc, process).map(root::child);
  }

  private static Optional<String> path(Version version, Path proc, String process) {
    try {
      return Files.readAllLines(proc.resolve(process).resolve("cgroup")).stream()
          .map(line -> List.of(line.split(":", 3)))
          .filter(version::isNamedIn)
          .map(fields -> fields.get(2))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
