package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param recorderCpuSeconds processor time of the recorder and bpftrace together
 * @param gateSeconds from the recorder's start until the tale could start; null where an older
 *     recorder did not tell
 */
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
    long filesRead,
    long filesWritten,
    double recorderCpuSeconds,
    @Nullable Double gateSeconds) {

  /** Whether every event of the tale is in the trace, whole. */
  @JsonIgnore
  public boolean isComplete() {
    return lost != null && lost == 0 && truncated == 0 && gaps == 0;
  }
}
