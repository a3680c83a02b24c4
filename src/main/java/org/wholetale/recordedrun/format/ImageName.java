package org.wholetale.recordedrun.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A container image by the parts of its name.
 *
 * @param registry its host
 * @param name of the repository there
 * @param tag null where there is none
 * @param sha256 of its manifest, in hex; null where that is not known
 */
record ImageName(String registry, String name, @Nullable String tag, @Nullable String sha256) {

  private static final String DEFAULT_REGISTRY = "docker.io";
  private static final String DIGEST = "@sha256:";

  /**
   * Takes a name apart.
   *
   * @param digest what the name meant, as {@code sha256:...}, maybe with a name in front; null
   *     where that is not known
   */
  static ImageName parse(String image, @Nullable String digest) {
    int at = image.indexOf('@');
    String named = at < 0 ? image : image.substring(0, at);
    int slash = named.indexOf('/');
    String host = slash < 0 ? "" : named.substring(0, slash);
    boolean hasHost = host.contains(".") || host.contains(":") || host.equals("localhost");
    String rest = hasHost ? named.substring(slash + 1) : named;
    int colon = rest.lastIndexOf(':');
    boolean hasTag = colon > rest.lastIndexOf('/');
    return new ImageName(
        hasHost ? host : DEFAULT_REGISTRY,
        hasTag ? rest.substring(0, colon) : rest,
        hasTag ? rest.substring(colon + 1) : null,
        sha256(digest == null ? image : "@" + digest.substring(digest.indexOf('@') + 1)));
  }

  void write(CrateJson json, String id) throws IOException {
    json.begin(id, "ContainerImage");
    json.reference("additionalType", "https://w3id.org/ro/terms/workflow-run#DockerImage");
    json.text("registry", registry);
    json.text("name", name);
    json.text("tag", tag);
    json.text("sha256", sha256);
    json.end();
  }

  private static @Nullable String sha256(String reference) {
    int at = reference.indexOf(DIGEST);
    return at < 0 ? null : reference.substring(at + DIGEST.length());
  }
}
