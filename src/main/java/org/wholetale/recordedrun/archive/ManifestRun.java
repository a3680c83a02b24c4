package org.wholetale.recordedrun.archive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which run it was.
 *
 * @param namespace null where it ran without Kubernetes
 * @param image the image as the user named it; null where there was none
 * @param imageDigest what that name meant when it ran; null where it is not known
 * @param tale Whole Tale's ids; null where the run has none
 */
public record ManifestRun(
    @Nullable String namespace,
    String name,
    String uid,
    @Nullable String image,
    @Nullable String imageDigest,
    @Nullable ManifestTale tale) {

  public ManifestRun {
    Objects.requireNonNull(name, "run.name");
    Objects.requireNonNull(uid, "run.uid");
  }
}
