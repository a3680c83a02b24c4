package org.wholetale.recordedrun.archive;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying one archive.
 *
 * @param manifest null where there is none that can be read
 * @param late that of a recorder that came after the archive had been recovered; null where none
 *     did, or it cannot be read
 * @param signer who signed the manifest; null where nobody did, or it cannot be read
 * @param problems empty where the archive is exactly what its manifest says
 */
public record Verification(
    ArchiveLocation location,
    @Nullable Manifest manifest,
    @Nullable Manifest late,
    @Nullable Signer signer,
    List<VerificationProblem> problems) {

  /**
   * Who signed.
   *
   * @param keyId see {@link org.wholetale.recordedrun.signing.VerifyingKey#keyId()}
   * @param checked whether the signature was held against a key that the reader brought; otherwise
   *     anybody may have made it
   */
  public record Signer(String keyId, boolean checked) {

    private String text() {
      return "signed by %s%s"
          .formatted(keyId, checked ? "" : " (not checked: name its --public-key)");
    }
  }

  public Verification {
    problems = List.copyOf(problems);
  }

  /** Whether the archive is exactly what its manifest says. */
  public boolean isOk() {
    return problems.isEmpty();
  }

  /** The archive in figures, such as {@code 9 files, 1200 events, complete}. */
  public String summary() {
    if (manifest == null) {
      return "no manifest";
    }
    String summary =
        summary(manifest)
            + (manifest.recovery() == null ? "" : "; recovered")
            + (signer == null ? "" : "; " + signer.text());
    return late == null
        ? summary
        : "%s; by %s %s".formatted(summary, Manifest.LATE_FILE_NAME, summary(late));
  }

  private static String summary(Manifest manifest) {
    String summary =
        "%d files, %d events, %s"
            .formatted(
                manifest.files().size(),
                manifest.trace().events(),
                manifest.trace().completeness());
    return manifest.omitted().isEmpty()
        ? summary
        : summary
            + manifest.omitted().stream()
                .map(ManifestOmission::path)
                .collect(Collectors.joining(", ", "; without ", ""));
  }
}
