package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which processes are recorded: those in a control group and below it, but for the recorder's own.
 *
 * @param watched the group: the pod's, or one made for the run
 * @param own the recorder's group within it; null where it is elsewhere
 */
public record Scope(CgroupHierarchy hierarchy, Cgroup watched, @Nullable Cgroup own) {

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * The pod of the container that this process runs in.
   *
   * @param folder where the hierarchy of control groups is mounted for it
   * @param podUid the pod's, which is part of its group's name whatever driver the kubelet has
   */
  static Scope ofOwnPod(Path folder, String podUid) throws RecorderException {
    CgroupHierarchy hierarchy = CgroupHierarchy.mountedAt(folder);
    Cgroup own =
        hierarchy
            .ownGroup()
            .orElseThrow(() -> new RecorderException("/proc/self/cgroup cannot be read"));
    return ofContainer(hierarchy, own, podUid);
  }

  /** The pod of the container whose process is in that group, or in one below the container's. */
  static Scope ofContainer(CgroupHierarchy hierarchy, Cgroup group, String podUid)
      throws RecorderException {
    // The systemd driver writes the UID with underscores.
    List<String> names = List.of(podUid, podUid.replace('-', '_'));
    Cgroup container = group;
    for (Cgroup pod = group.parent(); pod != null; pod = pod.parent()) {
      String name = String.valueOf(pod.folder().getFileName());
      if (names.stream().anyMatch(name::contains)) {
        return new Scope(hierarchy, pod, container);
      }
      container = pod;
    }
    throw new RecorderException(
        "the recorder's cgroup %s is not below one of the pod %s"
            .formatted(group.folder(), podUid));
  }

  /** The group of a process, where it is one of those recorded. */
  Optional<Cgroup> groupOf(Path proc, int pid) {
    return hierarchy.groupOf(proc, Integer.toString(pid)).filter(this::contains);
  }

  /** The group of that number: the watched one, or one below it. */
  Optional<Cgroup> groupWithId(long id) throws IOException {
    return find(watched, id);
  }

  private static Optional<Cgroup> find(Cgroup group, long id) throws IOException {
    try {
      if (group.id() == id) {
        return Optional.of(group);
      }
      for (Cgroup child : group.children()) {
        Optional<Cgroup> found = find(child, id);
        if (found.isPresent()) {
          return found;
        }
      }
    } catch (NoSuchFileException e) {
      // It went away while it was looked at: it has no processes to speak of.
    }
    return Optional.empty();
  }

  /** The processes that are recorded now, by their numbers in that {@code /proc}. */
  List<Integer> processes(Path proc) throws IOException {
    try (Stream<Path> entries = Files.list(proc)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> NUMBER.matcher(name).matches())
          .map(Integer::valueOf)
          .filter(process -> groupOf(proc, process).isPresent())
          .toList();
    }
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
