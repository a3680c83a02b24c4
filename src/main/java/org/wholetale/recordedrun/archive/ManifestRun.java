package org.wholetale.recordedrun.archive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which run it was.
 *
 * @param namespace null where it ran without Kubernetes
 * @param name null where that is not known, as {@code uid}
 * @param image the image as the user named it; null where there was none
 * @param imageDigest what that name meant when it ran; null where it is not known
 * @param tale Whole Tale's ids; null where the run has none
 * @param about what its authors say of the tale; null where they say nothing
 * @param folders where the tale had its own folders; null where nobody has told
 */
public record ManifestRun(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String uid,
    @Nullable String image,
    @Nullable String imageDigest,
    @Nullable ManifestTale tale,
    @Nullable ManifestAbout about,
    @Nullable ManifestFolders folders) {

  /** Nobody has told which run it was. */
  public static final ManifestRun UNKNOWN =
      new ManifestRun(null, null, null, null, null, null, null, null);

  /** Refuses one that nobody has told of. */
  void requireKnown() {
    Objects.requireNonNull(name, "run.name");
    Objects.requireNonNull(uid, "run.uid");
  }

  /** The same, where its image turned out to be that one. */
  public ManifestRun withImageDigest(String digest) {
    return new ManifestRun(namespace, name, uid, image, digest, tale, about, folders);
  }
}
