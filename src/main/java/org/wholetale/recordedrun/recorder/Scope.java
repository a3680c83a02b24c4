package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which processes are recorded: those in a control group and below it, but for the recorder's own.
 *
 * @param hierarchy the root of all groups
 * @param watched the group: the pod's, or one made for the run
 * @param own the recorder's group within it; null where it is elsewhere
 */
public record Scope(Cgroup hierarchy, Cgroup watched, @Nullable Cgroup own) {

  /** The pod of the container that this process runs in. */
  static Scope ofOwnPod() throws RecorderException {
    Cgroup root = Cgroup.root();
    Cgroup own =
        root.ofProcess(Path.of("/proc"), "self")
            .orElseThrow(() -> new RecorderException("/proc/self/cgroup names no cgroup v2 group"));
    Cgroup pod = own.parent();
    if (pod == null || own.folder().equals(root.folder())) {
      throw new RecorderException(
          "the recorder is in the root cgroup, so it cannot tell its pod: run it as a pod's"
              + " container, or use recordedrun record");
    }
    return new Scope(root, pod, own);
  }

  /** The group of a process, where it is one of those recorded. */
  Optional<Cgroup> groupOf(Path proc, int pid) {
    return hierarchy.ofProcess(proc, Integer.toString(pid)).filter(this::contains);
  }

  private boolean contains(Cgroup group) {
    return group.folder().startsWith(watched.folder())
        && (own == null || !group.folder().startsWith(own.folder()));
  }

  /** The numbers that the kernel programs take. */
  String[] arguments(long tale) throws IOException {
    return new String[] {
      Long.toString(watched.id()), own == null ? "0" : Long.toString(own.id()), Long.toString(tale)
    };
  }
}
