package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RunRecord;

/**
 * A format that a run's record can be written in.
 *
 * @see "docs/provenance.md"
 */
public enum Format {
  /** The Comprehensive Provenance Record's vocabulary, as N-Triples. */
  CPR("cpr", "provenance/run.nt", "application/n-triples"),
  /** W3C PROV, as PROV-JSONLD. */
  PROV("prov", "provenance/prov.jsonld", "application/ld+json"),
  /** A small page on the archive, or the way to its report. */
  CRATE_PREVIEW("crate-preview", CratePreview.FILE_NAME, "text/html"),
  /** A Process Run Crate; the last one in an archive, since it tells of the others. */
  RO_CRATE("ro-crate", RunCrate.METADATA, "application/ld+json"),
  /** A picture's source, for Graphviz. */
  DOT("dot", null, "text/vnd.graphviz"),
  /** The whole archive as an RO-Crate in one file, to be deposited. */
  CRATE_ZIP("crate-zip", null, "application/zip"),
  /** ReproZip's trace, a SQLite database. */
  REPROZIP("reprozip", null, "application/vnd.sqlite3");

  private final String text;
  private final @Nullable String path;
  private final String mediaType;

  Format(String text, @Nullable String path, String mediaType) {
    this.text = text;
    this.path = path;
    this.mediaType = mediaType;
  }

  /** Those that lie in an archive, in the order in which they are written there. */
  public static List<Format> archived() {
    return Arrays.stream(values()).filter(format -> format.path != null).toList();
  }

  /** The one that lies at a path in archives. */
  public static Optional<Format> at(String path) {
    return archived().stream().filter(format -> path.equals(format.path)).findFirst();
  }

  /** Where it lies in an archive; empty where it is written on demand only. */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /** What it is, as the manifest says. */
  public String mediaType() {
    return mediaType;
  }

  /**
   * Writes a run in this format: the same record makes the same bytes.
   *
   * @param archive what the record was made of, or is to lie in
   * @param out closed by the caller; written in large pieces
   * @throws IOException where that cannot be written to
   */
  public void write(RunRecord run, RunArchive archive, OutputStream out) throws IOException {
    switch (this) {
      case CPR -> Cpr.write(run, out);
      case PROV -> Prov.write(run, out);
      case DOT -> Dot.write(run, out);
      case CRATE_PREVIEW -> CratePreview.write(run, archive.files(), out);
      case RO_CRATE -> RunCrate.write(run, archive.files(), out);
      case CRATE_ZIP -> CrateZip.write(run, archive, out);
      case REPROZIP -> ReproZipTrace.write(run, out);
    }
  }

  /** Its name for users. */
  @Override
  public String toString() {
    return text;
  }
}
