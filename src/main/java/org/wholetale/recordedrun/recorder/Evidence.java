package org.wholetale.recordedrun.recorder;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.api.TaleDescription;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestFolders;
import org.wholetale.recordedrun.archive.ManifestOmission;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTale;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.archive.Opening;

/**
 * All that is known of a run, and how it is told: to the operator, and in the manifest.
 *
 * @param imageDigest what the image's name meant; null where nobody told
 * @param exit how the tale ended, where the trace does not tell
 * @param cpuSeconds what recording has used
 * @param now where nothing told when the tale ended, it had by then
 */
record Evidence(
    RecordingRequest request,
    @Nullable String imageDigest,
    TraceStart start,
    Tracer tracer,
    TraceFigures figures,
    Set<String> otherContainers,
    TaleExit exit,
    double cpuSeconds,
    Instant now) {

  private static final int LONGEST_PROBLEM = 1000;

  RecorderReport report(
      RecorderReport.State state,
      @Nullable String manifestSha256,
      @Nullable Long archiveBytes,
      @Nullable String problem,
      @Nullable String spool) {
    TraceSummary trace =
        new TraceSummary(
            request.archive(),
            manifestSha256,
            figures.events(),
            figures.lost(),
            figures.truncated(),
            figures.gaps().size(),
            figures.processes(),
            figures.filesRead(),
            figures.filesWritten(),
            rounded(cpuSeconds),
            rounded(tracer.gateSeconds()),
            archiveBytes);
    TaleExit end = taleExit();
    return new RecorderReport(
        state, trace, end.code(), end.signal(), shorten(problem), null, spool, null);
  }

  /**
   * The manifest.
   *
   * @param omitted what could have been made of the trace, and was not
   */
  Manifest manifest(List<ManifestOmission> omitted, List<ManifestFile> files) {
    return new Manifest(
        run(),
        request.command(),
        figures.firstExec() == null ? null : start.at(figures.firstExec().time()),
        figures.firstExit() == null ? now : start.at(figures.firstExit().time()),
        taleExit().code(),
        taleExit().signal(),
        trace(),
        recorder(rounded(cpuSeconds)),
        omitted,
        files);
  }

  /** The same, for a tale that had ended by then. */
  Evidence endedBy(Instant then) {
    return new Evidence(
        request, imageDigest, start, tracer, figures, otherContainers, exit, cpuSeconds, then);
  }

  /** What there is to know before anything has happened. */
  Opening opening() {
    return new Opening(run(), request.command(), start.instant(), recorder(null));
  }

  private ManifestRun run() {
    RunIdentity run = request.run();
    TaleDescription tale = run.tale();
    return new ManifestRun(
        run.namespace(),
        run.name(),
        run.uid(),
        run.image(),
        imageDigest,
        tale == null || tale.isWithoutIds()
            ? null
            : new ManifestTale(tale.taleId(), tale.versionId(), tale.runId()),
        tale == null || tale.saysNothing() ? null : ManifestForms.about(tale),
        new ManifestFolders(request.workspace(), request.data()));
  }

  private ManifestRecorder recorder(@Nullable Double recordingCpuSeconds) {
    return new ManifestRecorder(
        version(),
        tracer.bpftrace(),
        System.getProperty("os.version"),
        tracer.probes(),
        recordingCpuSeconds,
        rounded(tracer.gateSeconds()));
  }

  /** What the kernel told goes before what others saw. */
  private TaleExit taleExit() {
    return figures.firstExit() == null ? exit : TaleExit.of(figures.firstExit());
  }

  private ManifestTrace trace() {
    return new ManifestTrace(
        start.instant(),
        figures.isComplete(),
        figures.events(),
        figures.lost(),
        figures.truncated(),
        figures.gaps().stream().map(ManifestForms::of).toList(),
        figures.firstExec() == null ? null : ManifestForms.of(figures.firstExec()),
        figures.processes(),
        figures.filesRead(),
        figures.filesWritten(),
        figures.redacted(),
        figures.entered(),
        otherContainers.stream().sorted().toList(),
        figures.coverage());
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 100) / 100.0;
  }

  private static String version() {
    String version = Evidence.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static @Nullable String shorten(@Nullable String problem) {
    return problem == null || problem.length() <= LONGEST_PROBLEM
        ? problem
        : problem.substring(0, LONGEST_PROBLEM) + "...";
  }
}
