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
 * @param programs the command lines that stand in for programs of the recorder's image, by name
 * @param programFolders what of this machine those need, a folder before those in it
 */
public record NodeConfig(
    Path state,
    Map<String, Path> claims,
    boolean inPlace,
    Map<String, List<String>> programs,
    List<Path> programFolders) {

  public NodeConfig {
    claims = Map.copyOf(claims);
    programs = Map.copyOf(programs);
    programFolders = List.copyOf(programFolders);
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
