package org.wholetale.recordedrun.provenance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a run beside its events.
 *
 * @param name its resource's, or what its user called it; null where nobody told, as {@code uid}
 * @param namespace null where it ran without Kubernetes
 * @param tale Whole Tale's ids; null where it has none
 * @param image as the user named it; null where there was none
 * @param imageDigest what that name meant when it ran; null where that is not known
 * @param about what its authors say of the tale
 * @param entrypoint the command line that ran; empty where that is not known
 * @param folders where the tale had its workspace and data
 * @param traceStart the zero of the events' clock; null where nobody told
 * @param startedAt null where the tale never started
 * @param finishedAt null where its end is not known
 * @param exitCode the tale's own; null where it has none
 * @param signal what ended the tale; null where no signal did
 * @param completeness what of the trace is missing
 * @param recorder who recorded it
 */
public record RunDescription(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String uid,
    @Nullable Tale tale,
    @Nullable String image,
    @Nullable String imageDigest,
    About about,
    List<String> entrypoint,
    RunFolders folders,
    @Nullable Instant traceStart,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    Completeness completeness,
    Recorder recorder) {

  /** Whole Tale's ids of the run's tale; each null where it has none. */
  public record Tale(@Nullable String taleId, @Nullable String versionId, @Nullable String runId) {}

  /**
   * What its authors say of the tale.
   *
   * @param title null where they say none, as {@code description}
   * @param license its SPDX id; null where they say none
   */
  public record About(
      @Nullable String title,
      @Nullable String description,
      @Nullable String license,
      List<Author> authors) {

    /** Nobody has said anything. */
    public static final About NOTHING = new About(null, null, null, List.of());

    public About {
      authors = List.copyOf(authors);
    }
  }

  /**
   * Someone to whom the tale is due.
   *
   * @param orcid the bare identifier; null where there is none
   */
  public record Author(String name, @Nullable String orcid) {}

  /**
   * What of a trace is missing. Where events may be missing the graph's gaps say too.
   *
   * @param complete whether every event is there, whole
   * @param lost how many events are not there; null where that cannot be known
   * @param truncated how many values were cut
   * @param redacted in how many events secrets were replaced; nothing is missing by that
   * @param coverage what the run did that passed the recording by, in sentences
   * @param text the same in words
   */
  public record Completeness(
      boolean complete,
      @Nullable Long lost,
      long truncated,
      long redacted,
      List<String> coverage,
      String text) {

    public Completeness {
      coverage = List.copyOf(coverage);
    }
  }

  /**
   * Who recorded it; each null where nobody told.
   *
   * @param version of recordedrun
   * @param bpftrace its version
   * @param kernel the node's
   * @param probes what was recorded, as docs/trace-format.md names it
   */
  public record Recorder(
      @Nullable String version,
      @Nullable String bpftrace,
      @Nullable String kernel,
      List<String> probes) {

    public Recorder {
      probes = List.copyOf(probes);
    }
  }

  public RunDescription {
    entrypoint = List.copyOf(entrypoint);
  }

  /** When an event was; null where nobody told when its clock began. */
  public @Nullable Instant at(long time) {
    return traceStart == null ? null : traceStart.plusNanos(time);
  }
}
