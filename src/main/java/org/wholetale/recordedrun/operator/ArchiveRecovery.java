package org.wholetale.recordedrun.operator;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.CommittedManifest;

/** Closes an archive whose recorder never will. */
@FunctionalInterface
public interface ArchiveRecovery {

  /**
   * Writes the manifest of what lies in the archive, unless there is one; takes as long as it takes
   * to read it. May be repeated, also by several at once.
   *
   * @param environment where the store and its credentials are named, as AWS's tools have them
   * @param imageDigest what the run's image is; null where that is not known
   * @return the manifest that lies there now; empty where there is nothing at all
   * @throws IOException where the store does not do it
   */
  Optional<CommittedManifest> close(
      ArchiveLocation archive, Map<String, String> environment, @Nullable String imageDigest)
      throws IOException;
}
