package org.wholetale.recordedrun.recorder;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestAbout;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTale;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunFolders;

/** What a manifest says of its run, as provenance needs it. */
public final class ManifestDescription {

  private ManifestDescription() {}

  /**
   * The description of the run.
   *
   * @param seen where the tale had its workspace and data as far as the trace shows, for archives
   *     before version 1.2 of the format
   */
  public static RunDescription of(Manifest manifest, RunFolders seen) {
    ManifestRun run = manifest.run();
    ManifestTale tale = run.tale();
    ManifestRecorder recorder = manifest.recorder();
    return new RunDescription(
        run.namespace(),
        run.name(),
        run.uid(),
        tale == null
            ? null
            : new RunDescription.Tale(tale.taleId(), tale.versionId(), tale.runId()),
        run.image(),
        run.imageDigest(),
        about(run.about()),
        manifest.entrypoint(),
        run.folders() == null
            ? seen
            : new RunFolders(run.folders().workspace(), run.folders().data()),
        manifest.trace().start(),
        manifest.startedAt(),
        manifest.finishedAt(),
        manifest.exitCode(),
        manifest.signal(),
        completeness(manifest.trace()),
        new RunDescription.Recorder(
            recorder.version(), recorder.bpftrace(), recorder.kernel(), recorder.probes()));
  }

  private static RunDescription.About about(@Nullable ManifestAbout about) {
    return about == null
        ? RunDescription.About.NOTHING
        : new RunDescription.About(
            about.title(),
            about.description(),
            about.license(),
            about.authors().stream()
                .map(author -> new RunDescription.Author(author.name(), author.orcid()))
                .toList());
  }

  private static RunDescription.Completeness completeness(ManifestTrace trace) {
    return new RunDescription.Completeness(
        trace.complete(),
        trace.lost(),
        trace.truncated(),
        trace.redacted(),
        trace.coverage(),
        trace.completeness());
  }
}
