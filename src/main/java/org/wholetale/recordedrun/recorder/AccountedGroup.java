package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control group of the v2 hierarchy that is made for a run, and where that hierarchy does not
 * count all that its processes use, groups for the same processes in hierarchies of cgroup v1.
 *
 * @param hierarchy the v2 hierarchy
 * @param group the one in it
 * @param counterparts those in v1, by what they count
 */
public record AccountedGroup(
    CgroupHierarchy hierarchy, Cgroup group, Map<Controller, Cgroup> counterparts) {

  private static final Logger LOG = LoggerFactory.getLogger(AccountedGroup.class);
  private static final Path PROC = Path.of("/proc");

  /** Without the one of processors, that v2 does not need to count, and which changes schedules. */
  private static final List<Controller> COUNTING =
      List.of(Controller.MEMORY, Controller.IO, Controller.PIDS);

  private static final Path NOWHERE = Path.of("/dev/null");

  public AccountedGroup {
    counterparts = Map.copyOf(counterparts);
  }

  /**
   * The group of that path, whether or not it is there.
   *
   * @param path from the v2 hierarchy's root; its last part is what the v1 groups are named after
   */
  public static AccountedGroup at(CgroupHierarchy hierarchy, String path) {
    Cgroup group = hierarchy.root().child(path);
    Map<Controller, Cgroup> counterparts = new EnumMap<>(Controller.class);
    for (Controller controller : Controller.values()) {
      if (!hierarchy.counts(controller, hierarchy.root())) {
        below(controller)
            .map(own -> own.child("recordedrun-" + group.folder().getFileName()))
            .ifPresent(counterpart -> counterparts.put(controller, counterpart));
      }
    }
    return new AccountedGroup(hierarchy, group, counterparts);
  }

  /**
   * Where to make a v1 group: below the one that this process is in, so that the limits of that go
   * on to hold.
   */
  private static Optional<Cgroup> below(Controller controller) {
    String own =
        ProcessGroups.of(PROC, "self")
            .inV1(controller.nameInV1())
            .map(ProcessGroups.Membership::path)
            .orElse(null);
    try {
      return own == null
          ? Optional.empty()
          : controller
              .mountedV1()
              .map(root -> root.child(own))
              .filter(group -> Files.isDirectory(group.folder()));
    } catch (RecorderException e) {
      notCounted(controller, e);
      return Optional.empty();
    }
  }

  private static void notCounted(Controller controller, Exception problem) {
    LOG.atInfo()
        .addKeyValue("controller", controller.nameInV1())
        .addKeyValue("problem", problem.getMessage())
        .log("not counted");
  }

  /** The group below this one, which must not have processes of its own then. */
  public AccountedGroup child(String name) {
    Map<Controller, Cgroup> children = new EnumMap<>(Controller.class);
    counterparts.forEach(
        (controller, counterpart) -> children.put(controller, counterpart.child(name)));
    return new AccountedGroup(hierarchy, group.child(name), children);
  }

  /**
   * Makes it, and those above it. Where one of v1 cannot be made figures are missing, no more.
   *
   * @throws IOException where the v2 group cannot be made
   */
  public AccountedGroup create() throws IOException {
    Cgroup made = hierarchy.root();
    for (Path part : made.folder().relativize(group.folder())) {
      delegate(made);
      made = made.child(part.toString()).create();
    }
    counterparts.forEach((controller, counterpart) -> {
      try {
        counterpart.create();
      } catch (IOException e) {
        notCounted(controller, e);
      }
    });
    return this;
  }

  /** Has the controllers that are there count what is in the groups below. */
  private static void delegate(Cgroup above) {
    COUNTING.stream()
        .map(Controller::nameInV2)
        .filter(above.controllers()::contains)
        .filter(name -> !above.delegate(name))
        .forEach(name ->
            LOG.atInfo()
                .addKeyValue("cgroup", above.folder())
                .addKeyValue("controller", name)
                .log("not handed on"));
  }

  /** What is recorded where there is nothing but the run in the group. */
  public Scope scope() {
    return new Scope(hierarchy, group, null, List.copyOf(counterparts.values()));
  }

  /** The file by which a process is moved into the v2 group, which is when it is recorded. */
  public Path processes() {
    return group.processes();
  }

  /** The files by which a process is moved into its counterparts, as many on every machine. */
  public List<Path> counterpartProcesses() {
    return COUNTING.stream().map(controller -> processes(counterparts.get(controller))).toList();
  }

  private static Path processes(@Nullable Cgroup counterpart) {
    return counterpart == null || Files.notExists(counterpart.processes())
        ? NOWHERE
        : counterpart.processes();
  }

  /** Kills every process in it and below it, at once. */
  public void kill() throws IOException {
    group.kill();
  }

  /** Removes all of it, once no process is in it or below it any more. */
  public void removeWhenEmpty() throws IOException, InterruptedException {
    group.awaitEmpty();
    group.remove();
    for (Cgroup counterpart : counterparts.values()) {
      counterpart.awaitEmpty();
      counterpart.remove();
    }
  }
}
