package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A manifest as it lies in an archive.
 *
 * @param sha256 of its bytes
 */
public record CommittedManifest(Manifest manifest, Sha256 sha256) {

  /** What is made of these bytes, once they lie there. */
  public static CommittedManifest of(byte[] json) throws IOException {
    return new CommittedManifest(Manifest.parse(json), Sha256.of(json));
  }

  /**
   * The commit record of the archive at the store's location; empty where there is none.
   *
   * @throws IOException where the store does not answer, or what lies there is no manifest
   */
  public static Optional<CommittedManifest> in(ArchiveStore store) throws IOException {
    try (InputStream json = store.read(Manifest.FILE_NAME)) {
      return Optional.of(of(json.readAllBytes()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * The same where it was made of what lay there, since the recorder had not written one; empty
   * also where what lies there is no manifest.
   *
   * @throws ArchiveException where the store does not answer
   */
  public static Optional<CommittedManifest> recoveredIn(ArchiveStore store) throws IOException {
    try {
      return in(store).filter(CommittedManifest::isRecovered);
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it was made of what lay there, since the recorder had not written one. */
  public boolean isRecovered() {
    return manifest.recovery() != null;
  }
}
