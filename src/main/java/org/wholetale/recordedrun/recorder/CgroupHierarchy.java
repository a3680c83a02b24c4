package org.wholetale.recordedrun.recorder;

import java.nio.file.Path;
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

    private Optional<String> pathIn(ProcessGroups groups) {
      return switch (this) {
        case V2 -> groups.inV2();
        case V1 -> groups.inV1(Controller.MEMORY.nameInV1()).map(ProcessGroups.Membership::path);
      };
    }
  }

  /** The kernel's name for the number of the controller whose v1 hierarchy is used. */
  static final String V1_SUBSYSTEM = "memory_cgrp_id";

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
        version == Version.V2
            ? KernelFileSystem.CGROUP2
            : KernelFileSystem.cgroup1(Controller.MEMORY.nameInV1());
    system.mount(folder);
    return new CgroupHierarchy(version, new Cgroup(folder));
  }

  private static boolean holdsThisProcess(Version version) {
    return version
        .pathIn(ProcessGroups.of(PROC, SELF))
        .filter(path -> !path.equals("/"))
        .isPresent();
  }

  /** Whether it counts there what a controller counts, in a group of its own. */
  boolean counts(Controller controller, Cgroup group) {
    return switch (version) {
      case V2 -> controller.countsInV2(group);
      case V1 -> controller == Controller.MEMORY;
    };
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
    return version.pathIn(ProcessGroups.of(proc, process)).map(root::child);
  }
}
