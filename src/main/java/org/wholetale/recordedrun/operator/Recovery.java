package org.wholetale.recordedrun.operator;

import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestTrace;

/** What came of closing the archive of a run whose recorder never will. */
sealed interface Recovery {

  /** What is to be said of the archive. */
  Finding archived();

  /**
   * There is a manifest now.
   *
   * @param byRecorder whether the recorder has written it, and only could not tell
   */
  record Closed(TraceSummary trace, boolean byRecorder) implements Recovery {

    static Closed by(CommittedManifest committed, String uri) {
      Manifest manifest = committed.manifest();
      ManifestTrace trace = manifest.trace();
      return new Closed(
          new TraceSummary(
              uri,
              committed.sha256().hex(),
              trace.events(),
              trace.lost(),
              trace.truncated(),
              trace.gaps().size(),
              trace.processes(),
              trace.filesRead(),
              trace.filesWritten(),
              manifest.recorder().cpuSeconds(),
              manifest.recorder().gateSeconds(),
              ManifestFile.bytes(manifest.files())),
          !committed.isRecovered());
    }

    @Override
    public Finding archived() {
      return byRecorder
          ? Finding.yes(Reason.Archived, "the archive is whole: " + trace.uri())
          : Finding.yes(
              Reason.Recovered,
              "the recorder could not close the archive; it was closed with the %d events there: %s"
                  .formatted(trace.events(), trace.uri()));
    }

    /** What is to be said of the trace. */
    Finding traceComplete() {
      return trace.isComplete()
          ? Finding.yes(Reason.NothingLost, "%d events, none lost".formatted(trace.events()))
          : Finding.no(Reason.TraceIncomplete, Evidence.losses(trace));
    }
  }

  /** The recorder had brought nothing. */
  record Nothing(String uri) implements Recovery {
    @Override
    public Finding archived() {
      return Finding.no(Reason.RecorderFailed, "the recorder has brought nothing to " + uri);
    }
  }

  /**
   * It is not closed, or not yet.
   *
   * @param problem why, in words
   */
  record Open(String uri, String problem) implements Recovery {
    @Override
    public Finding archived() {
      return Finding.no(
          Reason.NotRecovered,
          "the archive has no manifest yet: %s; recordedrun recover '%s' writes it"
              .formatted(problem, uri));
    }
  }
}
