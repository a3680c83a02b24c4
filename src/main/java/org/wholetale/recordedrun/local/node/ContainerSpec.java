package org.wholetale.recordedrun.local.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to start a container's process.
 *
 * @param programFolders folders of the machine without which the command could not run; it has them
 *     where they are, read-only
 * @param identity who it runs as; null for a privileged container, which is root in the machine's
 *     own tree
 */
record ContainerSpec(
    List<String> command,
    Map<String, String> environment,
    Path workingDirectory,
    List<Mount> mounts,
    List<Path> programFolders,
    @Nullable Identity identity) {

  ContainerSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    mounts = List.copyOf(mounts);
    programFolders = List.copyOf(programFolders);
  }

  /** As {@code container.sh} reads them. */
  List<String> mountLines() {
    return Stream.concat(
            mounts.stream().map(Mount::line),
            programFolders.stream().map(folder -> folder + "\t" + folder + "\tmachine\n"))
        .toList();
  }

  /**
   * A folder or file of the machine that appears in the container.
   *
   * @param source on this machine
   * @param target in the container
   */
  record Mount(Path source, Path target, boolean readOnly) {

    String line() {
      return source + "\t" + target + "\t" + (readOnly ? "ro" : "rw") + "\n";
    }
  }

  /** An unprivileged user: no capability, and none to be had. */
  record Identity(long user, long group, List<Long> supplementalGroups) {

    Identity {
      supplementalGroups = List.copyOf(supplementalGroups);
    }

    List<String> setprivOptions() {
      String groups =
          supplementalGroups.isEmpty()
              ? "--clear-groups"
              : "--groups="
                  + String.join(",", supplementalGroups.stream().map(String::valueOf).toList());
      return List.of(
          "--reuid=" + user,
          "--regid=" + group,
          groups,
          "--bounding-set=-all",
          "--inh-caps=-all",
          "--ambient-caps=-all",
          "--no-new-privs");
    }
  }
}
