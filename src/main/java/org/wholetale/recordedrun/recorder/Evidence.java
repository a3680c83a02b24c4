package org.wholetale.recordedrun.recorder;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.api.TaleReference;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestExec;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTale;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.trace.Event;

/**
 * All that is known of a run, and how it is told: to the operator, and in the manifest.
 *
 * @param imageDigest what the image's name meant; null where nobody told
 * @param exit how the tale ended, where the trace does not tell
 * @param cpuSeconds what recording has used
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
  private static final String IO_URING =
      "io_uring was used: reads and writes through it are not seen";

  RecorderReport report(
      RecorderReport.State state,
      @Nullable String manifestSha256,
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
            rounded(tracer.gateSeconds()));
    TaleExit end = taleExit();
    return new RecorderReport(
        state, trace, end.code(), end.signal(), shorten(problem), null, spool);
  }

  Manifest manifest(List<ManifestFile> files) {
    RunIdentity run = request.run();
    TaleReference tale = run.tale();
    return new Manifest(
        new ManifestRun(
            run.namespace(),
            run.name(),
            run.uid(),
            run.image(),
            imageDigest,
            tale == null ? null : new ManifestTale(tale.taleId(), tale.versionId(), tale.runId())),
        request.command(),
        figures.firstExec() == null ? null : start.at(figures.firstExec().time()),
        figures.firstExit() == null ? now : start.at(figures.firstExit().time()),
        taleExit().code(),
        taleExit().signal(),
        trace(),
        new ManifestRecorder(
            version(),
            tracer.bpftrace(),
            System.getProperty("os.version"),
            tracer.probes(),
            rounded(cpuSeconds),
            rounded(tracer.gateSeconds())),
        files);
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
        figures.gaps().stream()
            .map(gap -> new ManifestGap(gap.from(), gap.to(), gap.cause(), gap.lost()))
            .toList(),
        figures.firstExec() == null ? null : manifest(figures.firstExec()),
        figures.processes(),
        figures.filesRead(),
        figures.filesWritten(),
        figures.redacted(),
        figures.entered(),
        otherContainers.stream().sorted().toList(),
        figures.ioUring() ? List.of(IO_URING) : List.of());
  }

  private static ManifestExec manifest(Event.Exec exec) {
    return new ManifestExec(
        exec.path().toString(),
        exec.argv().stream().map(Object::toString).toList(),
        exec.process().pid());
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
