package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells the tale's processes from those of other containers that somebody has had added to its pod:
 * the kernel's program watches them all. A process belongs to the container whose control group it
 * executed its program in, and so do its children.
 */
final class TaleProcesses {

  private static final String TALE = "tale";
  private static final int REMEMBERED_EXITS = 4096;

  private final IntFunction<Optional<String>> containerOf;
  private final Map<Long, String> containerByGroup = new HashMap<>();
  private final Set<Long> groupsOfOthers = new HashSet<>();
  private final Set<Integer> processesOfOthers = new HashSet<>();
  private final Set<Integer> endedOfOthers =
      Collections.newSetFromMap(new BoundedMap<>(REMEMBERED_EXITS));
  private final Set<String> others = new TreeSet<>();
  private @Nullable Long group;

  /**
   * @param containerOf the name of the container that a process is in, if it can be told
   * @param group the number of the tale's control group; null where it is not known yet
   */
  TaleProcesses(IntFunction<Optional<String>> containerOf, @Nullable Long group) {
    this.containerOf = containerOf;
    this.group = group;
  }

  /**
   * Those of a scope, in which there may be other containers.
   *
   * @param proc the {@code /proc} in which its processes are seen
   * @param earlier what an earlier recorder knew; null where there was none
   */
  static TaleProcesses in(Scope scope, Path proc, @Nullable EarlierWork earlier)
      throws IOException {
    Long group = earlier == null ? null : earlier.taleGroup();
    if (scope.own() == null) {
      return everything(group);
    }
    ContainerNames names = new ContainerNames(proc);
    TaleProcesses processes = new TaleProcesses(names::of, group);
    for (int process : scope.processes(proc)) {
      processes.isThere(process, scope.groupOf(proc, process).orElse(null));
    }
    return processes;
  }

  /** A process that has executed its program before anybody watched. */
  void isThere(int process, @Nullable Cgroup itsGroup) throws IOException {
    Optional<String> name = containerOf.apply(process);
    if (name.isEmpty()) {
      return;
    }
    if (!name.get().equals(TALE)) {
      processesOfOthers.add(process);
    } else if (group == null && itsGroup != null) {
      group = itsGroup.id();
    }
  }

  /** Where there is nothing but the tale. */
  static TaleProcesses everything(@Nullable Long group) {
    return new TaleProcesses(process -> Optional.empty(), group);
  }

  /** An exec that was just reported: the sooner it is looked at, the likelier it is still there. */
  void arrives(int process, long itsGroup) {
    if (!isDecided(itsGroup) && !containerByGroup.containsKey(itsGroup)) {
      containerOf.apply(process).ifPresent(name -> containerByGroup.put(itsGroup, name));
    }
  }

  /** Whether the process, which executes a program, is the tale's. */
  boolean executes(int process, long itsGroup) {
    if (!isDecided(itsGroup)) {
      decide(itsGroup);
    }
    if (groupsOfOthers.contains(itsGroup)) {
      processesOfOthers.add(process);
      return false;
    }
    isOfTale(process);
    return true;
  }

  private boolean isDecided(long itsGroup) {
    return groupsOfOthers.contains(itsGroup) || Long.valueOf(itsGroup).equals(group);
  }

  /** One whose container cannot be told is the tale's, unless that is known. */
  private void decide(long itsGroup) {
    String name = containerByGroup.get(itsGroup);
    if (TALE.equals(name) || (name == null && group == null)) {
      group = itsGroup;
    } else {
      groupsOfOthers.add(itsGroup);
      others.add(name == null ? "unknown" : name);
    }
  }

  /** Whether a process is the tale's that has made another. */
  boolean forks(int process, int child) {
    boolean ofTale = contains(process);
    if (ofTale) {
      isOfTale(child);
    } else {
      processesOfOthers.add(child);
    }
    return ofTale;
  }

  /** Whether a process is the tale's that has ended, which may be told more than once. */
  boolean exits(int process) {
    if (processesOfOthers.remove(process)) {
      endedOfOthers.add(process);
    }
    return !endedOfOthers.contains(process);
  }

  /** Whether a process is the tale's. */
  boolean contains(int process) {
    return !processesOfOthers.contains(process);
  }

  /** The number may have been another's before. */
  private void isOfTale(int process) {
    processesOfOthers.remove(process);
    endedOfOthers.remove(process);
  }

  /** Whether a control group is that of another container. */
  boolean isOfOther(long itsGroup) {
    return groupsOfOthers.contains(itsGroup);
  }

  /** The number of the tale's control group; null where it was not seen yet. */
  @Nullable Long group() {
    return group;
  }

  /** The names of the other containers that were seen. */
  Set<String> others() {
    return Set.copyOf(others);
  }
}
