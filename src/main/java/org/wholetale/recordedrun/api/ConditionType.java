package org.wholetale.recordedrun.api;

/** The types of the conditions in a run's status, named as they appear there. */
public enum ConditionType {
  /** The operator has taken the run on; False where it cannot start as things are. */
  Accepted,
  /** The recorder is recording, or did until the tale ended. */
  Recording,
  /** The run ended as COMPLETED. */
  Complete,
  /** The run ended otherwise; its reason says how. */
  Failed,
  /** Trace, output and manifest lie in the archive. */
  Archived,
  /** Every event of the tale is in the trace: nothing lost, truncated or missed. */
  TraceComplete,
  /** The run's folder has the files that Whole Tale looks for; only where `writeBack` is set. */
  WrittenBack,
  /** Girder knows how the run ended; only where `statusCallback` is set. */
  StatusReported,
  /** The run has not ended yet (kstatus). */
  Reconciling,
  /** The run ended and needs somebody's attention (kstatus). */
  Stalled
}
