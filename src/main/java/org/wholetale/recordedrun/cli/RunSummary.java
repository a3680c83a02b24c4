package org.wholetale.recordedrun.cli;

import java.io.PrintWriter;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.TraceSummary;

/** Tells a person in a few lines what became of a recording. */
final class RunSummary {

  private RunSummary() {}

  /** Tells how an archive is checked, its manifest too. */
  static void printVerify(PrintWriter out, String manifestSha256, String location) {
    out.printf(
        "verify     recordedrun verify --manifest-sha256 %s '%s'%n", manifestSha256, location);
  }

  static void print(PrintWriter out, RecorderReport report) {
    TraceSummary trace = report.trace();
    if (trace != null) {
      out.printf(
          "recorded   %d processes, %d files read, %d written, %d events%n",
          trace.processes(), trace.filesRead(), trace.filesWritten(), trace.events());
      if (!trace.isComplete()) {
        out.printf(
            "INCOMPLETE %s lost, %d truncated, %d gaps%n",
            trace.lost() == null ? "an unknown number of events" : trace.lost() + " events",
            trace.truncated(),
            trace.gaps());
      }
    }
    if (report.state() == RecorderReport.State.ARCHIVED && trace != null) {
      out.printf("archive    %s%n", trace.uri());
      printVerify(out, String.valueOf(trace.manifestSha256()), String.valueOf(trace.uri()));
      if (report.problem() != null) {
        out.printf("late       %s%n", report.problem());
      }
    } else {
      out.printf("NOT ARCHIVED: %s%n", report.problem());
      if (report.spool() != null) {
        out.printf("finish by  recordedrun archive '%s'%n", report.spool());
      }
    }
    out.flush();
  }
}
