package org.wholetale.recordedrun.recorder;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestPlace;
import org.wholetale.recordedrun.archive.Sha256;

/**
 * Closes an archive with a recorder's manifest. Where the archive was recovered meanwhile, by who
 * took its node for lost, the manifest is kept beside that one.
 *
 * @param seal null where manifests are not signed
 */
record CommitRecord(ArchiveStore store, @Nullable ManifestSeal seal) {

  private static final Duration SHORTEST = Duration.ofSeconds(4);

  /**
   * What lies there now.
   *
   * @param sha256 that of {@code manifest.json}
   * @param remark where the recorder's own manifest lies, if that is another one; else null
   */
  record Written(Sha256 sha256, @Nullable String remark) {}

  /**
   * Writes the manifest, last of all.
   *
   * @param patience how long to wait for a store that is away
   * @throws IOException where it is not there then
   */
  Written write(byte[] manifest, Duration patience) throws IOException {
    RetryPolicy<Object> retries =
        Uploader.untilItWorks()
            .abortOn(TakenException.class)
            .withMaxDuration(patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience)
            .build();
    try {
      return Failsafe.with(retries).get(() -> put(manifest));
    } catch (FailsafeException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  /** What came of these bytes where they were written before; empty where they were not. */
  Optional<Written> find(byte[] manifest) throws IOException {
    if (holds(Manifest.FILE_NAME, manifest)) {
      return Optional.of(new Written(Sha256.of(manifest), null));
    }
    return holds(Manifest.LATE_FILE_NAME, manifest) ? late(manifest) : Optional.empty();
  }

  private Written put(byte[] manifest) throws IOException {
    if (put(ManifestPlace.FIRST, manifest)) {
      return new Written(Sha256.of(manifest), null);
    }
    if (!put(ManifestPlace.LATE, manifest)) {
      throw new TakenException(
          "other recorders have written the manifest and " + Manifest.LATE_FILE_NAME);
    }
    return late(manifest)
        .orElseThrow(() ->
            new TakenException(
                "another recorder has written the manifest; this one's is "
                    + Manifest.LATE_FILE_NAME));
  }

  /** What signs a manifest that lies there already is its writer's, and stays. */
  private boolean put(ManifestPlace place, byte[] manifest) throws IOException {
    if (seal != null && !isThere(place.manifest())) {
      seal.put(place, manifest);
    }
    return store.putIfAbsent(place.manifest(), manifest);
  }

  private boolean isThere(String path) throws IOException {
    try (InputStream _ = store.read(path)) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Only one that was recovered may come before a recorder's: any other is nobody knows whose. */
  private Optional<Written> late(byte[] manifest) throws IOException {
    return CommittedManifest.recoveredIn(store)
        .map(first ->
            new Written(
                first.sha256(),
                ("the archive was recovered before its recorder had ended: the recorder's own"
                        + " manifest is %s, sha256 %s")
                    .formatted(Manifest.LATE_FILE_NAME, Sha256.of(manifest).hex())));
  }

  private boolean holds(String path, byte[] content) throws IOException {
    try (InputStream there = store.read(path)) {
      return Arrays.equals(content, there.readAllBytes());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Somebody else has written what trying again would not change. */
  private static final class TakenException extends IOException {
    private static final long serialVersionUID = 1L;

    TakenException(String message) {
      super(message);
    }
  }
}
