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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which processes are recorded: those in a control group and below it, but for the recorder's own.
 *
 * @param watched the group: the pod's, or one made for the run
 * @param own the recorder's group within it; null where it is elsewhere
 * @param counterparts the groups in other hierarchies that hold the same processes as the watched
 *     one, and count what this hierarchy does not
 */
public record Scope(
    CgroupHierarchy hierarchy, Cgroup watched, @Nullable Cgroup own, List<Cgroup> counterparts) {

  private static final Logger LOG = LoggerFactory.getLogger(Scope.class);
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Path PROC = Path.of("/proc");

  public Scope {
    counterparts = List.copyOf(counterparts);
  }

  /** One of which no other hierarchy is known. */
  public Scope(CgroupHierarchy hierarchy, Cgroup watched, @Nullable Cgroup own) {
    this(hierarchy, watched, own, List.of());
  }

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
    Scope scope = ofContainer(hierarchy, own, podUid);
    return new Scope(
        hierarchy, scope.watched(), scope.own(), counterparts(hierarchy, own, folder, podUid));
  }

  /** The pod's groups in the v1 hierarchies that count what its own hierarchy does not. */
  private static List<Cgroup> counterparts(
      CgroupHierarchy hierarchy, Cgroup own, Path folder, String podUid) {
    ProcessGroups groups = ProcessGroups.of(PROC, "self");
    return Stream.of(Controller.values())
        .filter(controller -> !hierarchy.counts(controller, own))
        .flatMap(controller -> counterpart(controller, groups, folder, podUid).stream())
        .toList();
  }

  private static Optional<Cgroup> counterpart(
      Controller controller, ProcessGroups groups, Path folder, String podUid) {
    try {
      Cgroup root = controller.mountV1(groups, folder).orElse(null);
      String path =
          groups.inV1(controller.nameInV1()).map(ProcessGroups.Membership::path).orElse(null);
      return root == null || path == null
          ? Optional.empty()
          : Optional.of(podOf(root.child(path), podUid).group());
    } catch (RecorderException e) {
      // Some figures are missing then; the trace is not.
      LOG.atInfo()
          .addKeyValue("controller", controller.nameInV1())
          .addKeyValue("problem", e.getMessage())
          .log("cannot be read");
      return Optional.empty();
    }
  }

  /** The pod of the container whose process is in that group, or in one below the container's. */
  static Scope ofContainer(CgroupHierarchy hierarchy, Cgroup group, String podUid)
      throws RecorderException {
    Pod pod = podOf(group, podUid);
    return new Scope(hierarchy, pod.group(), pod.container());
  }

  /**
   * A pod's group.
   *
   * @param container the one of its containers from which it was found
   */
  private record Pod(Cgroup group, Cgroup container) {}

  private static Pod podOf(Cgroup group, String podUid) throws RecorderException {
    // The systemd driver writes the UID with underscores.
    List<String> names = List.of(podUid, podUid.replace('-', '_'));
    Cgroup container = group;
    for (Cgroup pod = group.parent(); pod != null; pod = pod.parent()) {
      String name = String.valueOf(pod.folder().getFileName());
      if (names.stream().anyMatch(name::contains)) {
        return new Pod(pod, container);
      }
      container = pod;
    }
    throw new RecorderException(
        "the recorder's cgroup %s is not below one of the pod %s"
            .formatted(group.folder(), podUid));
  }

  /**
   * Where it is counted what the processes in a group use: in the group, and in its counterparts.
   *
   * @param group the watched one, or one below it
   */
  List<Cgroup> accounts(Cgroup group) {
    String path = watched.folder().relativize(group.folder()).toString();
    return Stream.concat(
            Stream.of(group), counterparts.stream().map(counterpart -> counterpart.child(path)))
        .toList();
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
