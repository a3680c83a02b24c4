package org.wholetale.recordedrun.local.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What makes up the node.
 *
 * @param state a folder of its own: volumes, logs
 * @param claims the folders that stand in for persistent volume claims, by the claim's name
 * @param inPlace whether those are used themselves; otherwise each pod gets a copy
 * @param recordedrun the command line that stands in for the program {@code recordedrun} of the
 *     recorder's image
 */
public record NodeConfig(
    Path state, Map<String, Path> claims, boolean inPlace, List<String> recordedrun) {

  public NodeConfig {
    claims = Map.copyOf(claims);
    recordedrun = List.copyOf(recordedrun);
  }

  /** The name that the node has in pods. */
  public String name() {
    return "local";
  }

  Path logs() {
    return state.resolve("logs");
  }

  Path pod(String uid) {
    return state.resolve("pods").resolve(uid);
  }

  /** Where a pod's emptyDir lies. */
  public Path emptyDir(String podUid, String volume) {
    return pod(podUid).resolve("volumes").resolve(volume);
  }
}
