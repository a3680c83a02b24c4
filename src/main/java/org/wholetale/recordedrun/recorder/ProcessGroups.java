package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The control groups that a process is in: one in each hierarchy.
 *
 * @see "cgroups(7), /proc/PID/cgroup"
 */
record ProcessGroups(List<Membership> memberships) {

  /**
   * A group in one hierarchy.
   *
   * @param controllers those of the hierarchy, joined by commas as the kernel names it; empty for
   *     the v2 hierarchy
   * @param path from the hierarchy's root, with a slash in front
   */
  record Membership(String controllers, String path) {

    private boolean hasController(String name) {
      return List.of(controllers.split(",", -1)).contains(name);
    }
  }

  private static final int FIELDS = 3;

  ProcessGroups {
    memberships = List.copyOf(memberships);
  }

  /**
   * Those of a process; none where it is gone.
   *
   * @param proc the {@code /proc} in which the process is seen
   * @param process its number there, or {@code self}
   */
  static ProcessGroups of(Path proc, String process) {
    try {
      return parse(Files.readAllLines(proc.resolve(process).resolve("cgroup")));
    } catch (IOException e) {
      return new ProcessGroups(List.of());
    }
  }

  static ProcessGroups parse(List<String> lines) {
    return new ProcessGroups(
        lines.stream()
            .map(line -> line.split(":", FIELDS))
            .filter(fields -> fields.length == FIELDS)
            .map(fields -> new Membership(fields[1], fields[2]))
            .toList());
  }

  /** The path of its group in the v2 hierarchy. */
  Optional<String> inV2() {
    return memberships.stream()
        .filter(membership -> membership.controllers().isEmpty())
        .map(Membership::path)
        .findFirst();
  }

  /** Its group in the v1 hierarchy of a controller. */
  Optional<Membership> inV1(String controller) {
    return memberships.stream()
        .filter(membership -> membership.hasController(controller))
        .findFirst();
  }
}
