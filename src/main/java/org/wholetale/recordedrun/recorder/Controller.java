package org.wholetale.recordedrun.recorder;

import java.nio.file.Path;
import java.util.Optional;

/** A part of the kernel that counts what the processes of a control group use. */
public enum Controller {
  /** Time on a processor. A v2 hierarchy counts it even where it does not have the controller. */
  CPU("cpu", "cpuacct"),
  MEMORY("memory", "memory"),
  IO("io", "blkio"),
  PIDS("pids", "pids");

  private final String nameInV2;
  private final String nameInV1;

  Controller(String nameInV2, String nameInV1) {
    this.nameInV2 = nameInV2;
    this.nameInV1 = nameInV1;
  }

  /** Its name in a v2 hierarchy, as in {@code cgroup.controllers}. */
  String nameInV2() {
    return nameInV2;
  }

  /** Its name as a hierarchy of cgroup v1. */
  String nameInV1() {
    return nameInV1;
  }

  /** Whether it counts what is in a group of the v2 hierarchy. */
  boolean countsInV2(Cgroup group) {
    return this == CPU || group.controllers().contains(nameInV2);
  }

  /** Its v1 hierarchy where this process has it mounted; empty where v2 has it, or nobody. */
  Optional<Cgroup> mountedV1() throws RecorderException {
    return KernelFileSystem.cgroup1(nameInV1).mountPoint().map(Cgroup::new);
  }

  /**
   * Its v1 hierarchy, mounted whole for this container alone.
   *
   * @param own the groups of this process: a hierarchy that is in use is mounted as it is, and none
   *     is begun, which would take the controller from v2
   * @param folder beside which it is mounted
   */
  Optional<Cgroup> mountV1(ProcessGroups own, Path folder) throws RecorderException {
    ProcessGroups.Membership hierarchy = own.inV1(nameInV1).orElse(null);
    if (hierarchy == null) {
      return Optional.empty();
    }
    Path point = folder.resolveSibling(folder.getFileName() + "-" + nameInV1);
    KernelFileSystem.cgroup1(hierarchy.controllers()).mount(point);
    return Optional.of(new Cgroup(point));
  }
}
