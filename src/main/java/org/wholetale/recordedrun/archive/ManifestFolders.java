package org.wholetale.recordedrun.archive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a tale had its own folders.
 *
 * @param workspace where it ran, absolute
 * @param data where it had its data, absolute; null where it had none
 */
public record ManifestFolders(String workspace, @Nullable String data) {

  public ManifestFolders {
    Objects.requireNonNull(workspace, "run.folders.workspace");
  }
}
