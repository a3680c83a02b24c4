package org.wholetale.recordedrun.recorder;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;
import org.wholetale.recordedrun.recorder.Uploader.Upload;
import org.wholetale.recordedrun.trace.ByteString;

/** Completes an archive once the tale has ended: what is not segments, then the manifest. */
final class ArchiveWriter {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Duration SHORTEST = Duration.ofSeconds(4);
  private static final String BYTES = "application/octet-stream";

  private final RunRecorder.Setup setup;
  private final TraceStart start;
  private final Uploader uploader;
  private final OutputGlobs keep;
  private final HostView view;

  ArchiveWriter(RunRecorder.Setup setup, TraceStart start, Uploader uploader, OutputGlobs keep) {
    this.setup = setup;
    this.start = start;
    this.uploader = uploader;
    this.keep = keep;
    this.view = new HostView(setup.folders());
  }

  /**
   * Submits output, entrypoint, the outputs that the run is to keep, and the list of files.
   *
   * @param hashUntil files not hashed by then are listed without their hash
   */
  void submitRest(FileInventory inventory, Instant hashUntil) throws IOException {
    RecordingRequest request = setup.request();
    for (Stream stream : Stream.values()) {
      ours(stream.fileName(), BYTES);
    }
    Files.writeString(setup.spool().inArchive("entrypoint"), String.join(" ", request.command()));
    ours("entrypoint", "text/plain");
    submitOutputs(request);
    new FilesListing(
            view,
            start,
            new RunFolders(request.workspace(), request.data()),
            () -> setup.clock().instant().isAfter(hashUntil))
        .write(inventory, setup.spool().inArchive("files.ndjson"));
    ours("files.ndjson", "application/x-ndjson");
  }

  /** Waits for the uploads and writes the manifest, last; says what came of it. */
  RecorderReport finish(Evidence evidence, Duration patience)
      throws IOException, InterruptedException {
    Instant deadline = setup.clock().instant().plus(patience);
    Uploader.Result result = uploader.finish(patience);
    byte[] manifest = evidence.manifest(result.files()).toJson();
    Files.write(setup.spool().manifest(), manifest);
    String problem = result.problem();
    if (result.missing().isEmpty()) {
      problem = commit(manifest, Duration.between(setup.clock().instant(), deadline));
    }
    if (problem == null && result.missing().isEmpty()) {
      return evidence.report(RecorderReport.State.ARCHIVED, Sha256.of(manifest).hex(), null, null);
    }
    return evidence.report(
        RecorderReport.State.ARCHIVE_FAILED,
        null,
        "%s; not in the archive: %s"
            .formatted(problem, String.join(", ", withManifest(result.missing()))),
        MountTable.read(MOUNTS)
            .outside(setup.spool().folder().toAbsolutePath())
            .map(Path::toString)
            .orElse(null));
  }

  private static List<String> withManifest(List<String> missing) {
    List<String> all = new ArrayList<>(missing);
    all.add(Manifest.FILE_NAME);
    return all;
  }

  /** Writes the manifest; returns why it could not. */
  private @Nullable String commit(byte[] manifest, Duration patience) {
    RetryPolicy<Object> retries =
        Uploader.untilItWorks()
            .withMaxDuration(patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience)
            .build();
    try {
      return Failsafe.with(retries).get(() -> commit(manifest));
    } catch (FailsafeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return String.valueOf(cause.getMessage());
    }
  }

  private @Nullable String commit(byte[] manifest) throws IOException {
    if (setup.store().putIfAbsent(Manifest.FILE_NAME, manifest)) {
      return null;
    }
    setup.store().putIfAbsent(Manifest.LATE_FILE_NAME, manifest);
    return "another recorder has written the manifest; this one's is " + Manifest.LATE_FILE_NAME;
  }

  private void ours(String path, String mediaType) {
    uploader.submit(new Upload(setup.spool().inArchive(path), path, mediaType, true));
  }

  private void submitOutputs(RecordingRequest request) {
    Path workspace = view.locate(ByteString.of(request.workspace() + "/"));
    new OutputFiles(keep, setup.spool().inArchive("outputs"))
        .copy(
            workspace,
            new OutputFiles.Listener() {
              @Override
              public void copied(Path relative, Path copy) {
                uploader.submit(new Upload(copy, "outputs/" + relative, BYTES, true));
              }

              @Override
              public void failed(Path relative, IOException problem) {
                uploader.refuse("outputs/" + relative, problem);
              }
            });
  }
}
