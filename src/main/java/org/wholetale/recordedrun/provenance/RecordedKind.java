package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a run may have chosen not to record, without which answers lack something. */
public enum RecordedKind {
  EXITS("exits", "how processes ended was not recorded (recording.exits: false)"),
  FILES("files", "files were not recorded (recording.files: false; record --no-files)"),
  CHANNELS(
      "bytes",
      "pipes and sockets between processes were not recorded (recording.pipes, record --pipes):"
          + " what came through them is not in this answer"),
  BYTES(
      "bytes",
      "bytes were not recorded (recording.bytes, record --bytes): who read and wrote how much is"
          + " not in this answer"),
  NETWORK(
      "network",
      "the network was not recorded (recording.network, record --network): who used it is not in"
          + " this answer");

  private final String probes;
  private final String absent;

  RecordedKind(String probes, String absent) {
    this.probes = probes;
    this.absent = absent;
  }

  /** Whether it was recorded of a run. */
  boolean isIn(RunDescription run) {
    return run.recorder().probes().contains(probes);
  }

  /**
   * What an answer lacks for what was not recorded, lost or not to be seen; in sentences, empty
   * where it lacks nothing.
   *
   * @param needed what it takes
   */
  public static List<String> missing(RunDescription run, Set<RecordedKind> needed) {
    List<String> missing = new ArrayList<>();
    List<String> probes = run.recorder().probes();
    if (!run.completeness().complete()) {
      missing.add("the trace is " + run.completeness().text());
    }
    missing.addAll(run.completeness().coverage());
    for (RecordedKind kind : values()) {
      if (needed.contains(kind) && !probes.isEmpty() && !kind.isIn(run)) {
        missing.add(kind.absent);
      }
    }
    return missing;
  }
}
