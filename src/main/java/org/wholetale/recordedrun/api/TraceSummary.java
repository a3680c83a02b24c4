package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * A trace in figures.
 *
 * @param uri the archive's location
 * @param manifestSha256 hex digest of {@code manifest.json}; null until it is written
 * @param lost events lost; null where that cannot be known
 * @param truncated values that were cut
 * @param gaps stretches of time or numbers without events
 * @param filesRead how many files were read; null where nobody has counted, as {@code filesWritten}
 * @param recorderCpuSeconds processor time of the recorder and bpftrace together; null where the
 *     recorder could not tell
 * @param gateSeconds from the recorder's start until the tale could start; null where an older
 *     recorder did not tell
 * @param archiveBytes all files of the archive together, its manifest apart; null until that is
 *     written, and where an older recorder did not tell
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TraceSummary(
    @Nullable @JsonPropertyDescription("Where the archive lies.") String uri,
    @Nullable
        @JsonPropertyDescription(
            "SHA-256 of manifest.json, for recordedrun verify --manifest-sha256.")
        String manifestSha256,
    long events,
    @Nullable @JsonPropertyDescription("Events lost; absent where that cannot be known.") Long lost,
    long truncated,
    long gaps,
    long processes,
    @Nullable @JsonPropertyDescription("Files read; absent where nobody has counted.")
        Long filesRead,
    @Nullable @JsonPropertyDescription("Files written; absent where nobody has counted.")
        Long filesWritten,
    @Nullable Double recorderCpuSeconds,
    @Nullable Double gateSeconds,
    @Nullable @JsonPropertyDescription("Size of the archive; absent until it is written.")
        Long archiveBytes) {

  /** Whether every event of the tale is in the trace, whole. */
  @JsonIgnore
  public boolean isComplete() {
    return lost != null && lost == 0 && truncated == 0 && gaps == 0;
  }
}
