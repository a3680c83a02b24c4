package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wholetale.recordedrun.recorder.MountTable.Mount;

/**
 * The names of the containers that processes of a pod are in. The kubelet mounts a file into each
 * container that lies in a folder of the container's name.
 *
 * @param proc the node's {@code /proc}
 * @see "kubernetes, pkg/kubelet/kubelet_getters.go, getPodContainerDir"
 */
record ContainerNames(Path proc) {

  private static final Pattern FOLDER = Pattern.compile(".*/pods/[^/]+/containers/([^/]+)/[^/]+");
  private static final Path USUAL = Path.of("/dev/termination-log");

  /** Empty where the process is gone, or its pod is not a kubelet's. */
  Optional<String> of(int process) {
    try {
      List<Mount> mounts =
          MountTable.read(proc.resolve(Integer.toString(process)).resolve("mountinfo")).mounts();
      // A user may have a folder of a volume mounted that looks the same, but not there.
      return Stream.concat(
              mounts.stream().filter(mount -> mount.point().equals(USUAL)), mounts.stream())
          .map(mount -> FOLDER.matcher(mount.root().toString()))
          .filter(Matcher::matches)
          .map(folder -> folder.group(1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
