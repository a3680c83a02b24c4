package org.wholetale.recordedrun.recorder;

import org.wholetale.recordedrun.archive.Opening;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.format.Format;
import org.wholetale.recordedrun.provenance.DeclaredData;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.ResourceTotals;
import org.wholetale.recordedrun.report.Report;

/** What the files of an archive are, by their paths. */
final class MediaType {

  private MediaType() {}

  static String of(String path) {
    if (SegmentName.parse(path).isPresent()) {
      return "application/x-ndjson+zstd";
    }
    return switch (path) {
      case Opening.FILE_NAME -> "application/json";
      case ResearchObjectWriter.DECLARATION -> "application/ld+json";
      case ResearchObjectWriter.TIMESTAMP -> "application/timestamp-reply";
      case FileContents.FILE_NAME, DeclaredData.FILE_NAME, ResourceTotals.FILE_NAME ->
          "application/x-ndjson";
      case Report.FILE_NAME -> "text/html";
      case ArchiveWriter.ENTRYPOINT, DockerStats.FILE_NAME -> "text/plain";
      default -> Format.at(path).map(Format::mediaType).orElse("application/octet-stream");
    };
  }
}
