package org.wholetale.recordedrun.operator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.TraceSummary;

/**
 * What an ended run leaves behind, judged by the recorder's report alone: claimed only where the
 * recorder said so in its last word.
 *
 * @param report null where the recorder left none
 * @param taleRan whether there was anything to record
 * @param spool where what is not archived outlives the pod; null where it goes with the pod
 */
record Evidence(@Nullable RecorderReport report, boolean taleRan, @Nullable String spool) {

  private static final String NO_REPORT =
      "the recorder ended without a report; look at its log and at the archive";

  private static final String NOT_SEEN =
      "the tale ran, but the kernel saw no process of it: it takes a runtime that shares the"
          + " node's kernel, not one such as gVisor or Kata";

  Finding archived() {
    if (report == null) {
      return Finding.no(Reason.RecorderFailed, taleRan ? missing(NO_REPORT) : "the tale never ran");
    }
    return switch (report.state()) {
      case ARCHIVED -> Finding.yes(Reason.Archived, remarked(uri("the archive is whole")));
      case ARCHIVE_FAILED ->
          Finding.no(Reason.ArchiveFailed, missing(problem("the archive is not whole")));
      case FAILED -> Finding.no(Reason.RecorderFailed, problem("the recorder could not record"));
      case STARTING, RECORDING, ARCHIVING ->
          Finding.no(
              Reason.ArchiveFailed,
              missing(problem("the recorder was stopped before the archive was whole")));
    };
  }

  Finding traceComplete() {
    if (report == null) {
      return Finding.unknown(Reason.RecorderFailed, taleRan ? NO_REPORT : "the tale never ran");
    }
    if (report.state() == RecorderReport.State.FAILED) {
      return Finding.no(Reason.RecorderFailed, problem("the recorder could not record"));
    }
    TraceSummary trace = report.trace();
    if (trace == null) {
      return Finding.unknown(Reason.RecorderFailed, problem("the recorder reported no figures"));
    }
    if (!trace.isComplete()) {
      return Finding.no(Reason.TraceIncomplete, losses(trace));
    }
    if (taleRan && report.state().isFinal() && trace.processes() == 0) {
      return Finding.no(Reason.UnsupportedRuntime, NOT_SEEN);
    }
    return report.state().isFinal()
        ? Finding.yes(Reason.NothingLost, "%d events, none lost".formatted(trace.events()))
        : Finding.unknown(
            Reason.RecorderFailed, "the recorder was stopped before it had counted everything");
  }

  /** Whether the run's folder has the files that it was to get. */
  Finding writtenBack() {
    if (report == null) {
      return Finding.unknown(Reason.RecorderFailed, taleRan ? NO_REPORT : "the tale never ran");
    }
    if (report.notWrittenBack() != null) {
      return Finding.no(Reason.WriteBackFailed, report.notWrittenBack());
    }
    return switch (report.state()) {
      case ARCHIVED, ARCHIVE_FAILED ->
          Finding.yes(Reason.WrittenBack, "the run's folder has the files of the run");
      case FAILED -> Finding.no(Reason.RecorderFailed, problem("the recorder could not record"));
      case STARTING, RECORDING, ARCHIVING ->
          Finding.no(
              Reason.WriteBackFailed, "the recorder was stopped before it had written them back");
    };
  }

  /** Whether the recorder says that it could not do its work. */
  boolean recorderFailed() {
    return report != null && report.state() == RecorderReport.State.FAILED;
  }

  /** What is missing in a trace, in words. */
  static String losses(TraceSummary trace) {
    return "events lost: %s, values truncated: %d, gaps: %d"
        .formatted(
            trace.lost() == null ? "unknown" : trace.lost().toString(),
            trace.truncated(),
            trace.gaps());
  }

  private String uri(String sentence) {
    return report == null || report.trace() == null || report.trace().uri() == null
        ? sentence
        : sentence + ": " + report.trace().uri();
  }

  /** Where the recorder came late, it says where its own manifest lies. */
  private String remarked(String sentence) {
    return report == null || report.problem() == null
        ? sentence
        : sentence + "; " + report.problem();
  }

  private String problem(String otherwise) {
    return report == null ? otherwise : Objects.requireNonNullElse(report.problem(), otherwise);
  }

  private String missing(String problem) {
    return spool == null
        ? problem + "; what is missing goes with the pod"
        : "%s; recordedrun archive finishes it from %s".formatted(problem, spool);
  }
}
