package org.wholetale.recordedrun.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trace in figures.
 *
 * @param start the zero of the events' clock; null where nothing was recorded, or nobody has told
 * @param complete whether every event is there, whole
 * @param events how many event lines there are
 * @param lost how many events are not there; null where that cannot be known
 * @param truncated how many values were cut
 * @param gaps stretches of time that were not recorded
 * @param firstExec the tale's first program; null where none was seen
 * @param filesRead how many files were read; null where nobody has counted, as {@code filesWritten}
 * @param redacted in how many events secrets were replaced; nothing is missing by that
 * @param entered how many processes came into the tale's container from outside, as by {@code
 *     kubectl exec}
 * @param otherContainers the pod's containers beside the tale and its recorder, left out of the
 *     trace
 * @param coverage what the run did that passed the recording by, in sentences
 */
public record ManifestTrace(
    @Nullable Instant start,
    boolean complete,
    long events,
    @Nullable Long lost,
    long truncated,
    List<ManifestGap> gaps,
    @Nullable ManifestExec firstExec,
    long processes,
    @Nullable Long filesRead,
    @Nullable Long filesWritten,
    long redacted,
    long entered,
    List<String> otherContainers,
    List<String> coverage) {

  public ManifestTrace {
    gaps = List.copyOf(gaps);
    otherContainers = List.copyOf(otherContainers);
    coverage = List.copyOf(coverage);
  }

  /** What the figures say of completeness, in words: {@code complete}, or what is missing. */
  public String completeness() {
    List<String> missing = missing();
    if (missing.isEmpty()) {
      return complete ? "complete" : "incomplete: the recorder does not say why";
    }
    return "incomplete: " + String.join(", ", missing);
  }

  /** What the figures say is not there; empty where nothing is missing. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (lost == null) {
      missing.add("an unknown number of events lost");
    } else if (lost > 0) {
      missing.add(count(lost, "event") + " lost");
    }
    if (truncated > 0) {
      missing.add(count(truncated, "value") + " truncated");
    }
    if (!gaps.isEmpty()) {
      missing.add(count(gaps.size(), "gap"));
    }
    return missing;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
