package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the containers that processes of a pod are in. The kubelet mounts a file into each
 * container that lies in a folder of the container's name.
 *
 * @param proc the node's {@code /proc}
 * @see "kubernetes, pkg/kubelet/kubelet_getters.go, getPodContainerDir"
 */
record ContainerNames(Path proc) {

  private static final Pattern FOLDER = Pattern.compile(".*/pods/[^/]+/containers/([^/]+)/[^/]+");

  /** Empty where the process is gone, or its pod is not a kubelet's. */
  Optional<String> of(int process) {
    try {
      return MountTable.read(proc.resolve(Integer.toString(process)).resolve("mountinfo"))
          .mounts()
          .stream()
          .map(mount -> FOLDER.matcher(mount.root().toString()))
          .filter(Matcher::matches)
          .map(folder -> folder.group(1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
