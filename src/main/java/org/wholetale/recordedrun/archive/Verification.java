package org.wholetale.recordedrun.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying one archive.
 *
 * @param manifest null where there is none that can be read
 * @param problems empty where the archive is exactly what its manifest says
 */
public record Verification(
    ArchiveLocation location, @Nullable Manifest manifest, List<VerificationProblem> problems) {

  public Verification {
    problems = List.copyOf(problems);
  }

  /** Whether the archive is exactly what its manifest says. */
  public boolean isOk() {
    return problems.isEmpty();
  }

  /** The archive in figures, such as {@code 9 files, 1200 events, complete}. */
  public String summary() {
    return manifest == null
        ? "no manifest"
        : "%d files, %d events, %s"
            .formatted(
                manifest.files().size(),
                manifest.trace().events(),
                manifest.trace().completeness());
  }
}
