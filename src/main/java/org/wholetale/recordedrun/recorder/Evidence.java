package org.wholetale.recordedrun.recorder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/** All that is known of a run, and how it is told: to the operator, and in the manifest. */
record Evidence(
    RecordingRequest request,
    TraceStart start,
    TraceTotals totals,
    long filesRead,
    long filesWritten,
    BpftraceVersion bpftrace,
    KernelProgram program,
    TaleExit exit,
    Duration bpftraceCpu,
    Instant now) {

  private static final int LONGEST_PROBLEM = 1000;

  RecorderReport report(
      RecorderReport.State state,
      @Nullable String manifestSha256,
      @Nullable String problem,
      @Nullable String spool) {
    TraceSummary trace =
        new TraceSummary(
            request.archive(),
            manifestSha256,
            totals.events(),
            totals.lost(),
            totals.truncated(),
            totals.gaps().size(),
            totals.processes(),
            filesRead,
            filesWritten,
            cpuSeconds());
    return new RecorderReport(state, trace, exit.code(), exit.signal(), shorten(problem), spool);
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
            null,
            tale == null ? null : new ManifestTale(tale.taleId(), tale.versionId(), tale.runId())),
        request.command(),
        totals.firstExec().map(exec -> start.at(exec.time())).orElse(null),
        totals.firstExit().map(end -> start.at(end.time())).orElse(now),
        exit.code(),
        exit.signal(),
        trace(),
        new ManifestRecorder(
            version(),
            bpftrace.text(),
            System.getProperty("os.version"),
            program.probes(),
            cpuSeconds()),
        files);
  }

  private ManifestTrace trace() {
    return new ManifestTrace(
        start.instant(),
        totals.isComplete(),
        totals.events(),
        totals.lost(),
        totals.truncated(),
        totals.gaps().stream()
            .map(gap -> new ManifestGap(gap.from(), gap.to(), gap.cause(), gap.lost()))
            .toList(),
        totals
            .firstExec()
            .map(exec ->
                new ManifestExec(
                    exec.path().toString(),
                    exec.argv().stream().map(Object::toString).toList(),
                    exec.process().pid()))
            .orElse(null),
        totals.processes(),
        filesRead,
        filesWritten);
  }

  /** bpftrace's and this process's. */
  private double cpuSeconds() {
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return Math.round(own.plus(bpftraceCpu).toMillis() / 10.0) / 100.0;
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
