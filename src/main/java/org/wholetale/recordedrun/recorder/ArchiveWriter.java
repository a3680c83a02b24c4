package org.wholetale.recordedrun.recorder;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Completes an archive once trace and output are closed: what is not segments, then the manifest.
 */
final class ArchiveWriter {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Duration SHORTEST = Duration.ofSeconds(4);
  private static final String ENTRYPOINT = "entrypoint";
  private static final String FILES = "files.ndjson";
  private static final String OUTPUTS = "outputs/";

  private final RunSetup setup;
  private final TraceStart start;
  private final Journal journal;
  private final Uploader uploader;
  private final OutputGlobs keep;
  private final HostView view;

  ArchiveWriter(
      RunSetup setup, TraceStart start, Journal journal, Uploader uploader, OutputGlobs keep) {
    this.setup = setup;
    this.start = start;
    this.journal = journal;
    this.uploader = uploader;
    this.keep = keep;
    this.view = new HostView(setup.folders());
  }

  /**
   * Writes all that is missing and the manifest, last; says what came of it.
   *
   * @param contents what is in the trace
   * @param evidence what is known of the run, by the trace's figures
   */
  RecorderReport write(
      TraceContents contents, Function<TraceFigures, Evidence> evidence, Duration patience)
      throws IOException, InterruptedException {
    Instant now = setup.clock().instant();
    // Half of the time for copying and hashing the run's files, the rest for uploading.
    gather(contents, now.plus(patience.dividedBy(2)));
    return finish(
        evidence.apply(contents.figures()),
        Duration.between(setup.clock().instant(), now.plus(patience)));
  }

  /**
   * The same for a trace that has to be read again, since nobody followed all of it.
   *
   * @param segments how many segments of events there are
   * @param gathered whether an earlier recorder had gathered all but the manifest
   */
  RecorderReport writeAfterRecount(
      int segments, boolean gathered, Function<TraceFigures, Evidence> evidence, Duration patience)
      throws IOException, InterruptedException {
    Instant deadline = setup.clock().instant().plus(patience);
    TraceContents contents;
    try {
      contents =
          new TraceRecount(setup.spool(), setup.store(), setup.clock()).read(segments, deadline);
    } catch (IOException e) {
      return failed(
          evidence.apply(new TraceContents().figures()),
          "the trace cannot be read again, a part of which an earlier recorder wrote: "
              + e.getMessage());
    }
    Duration left = Duration.between(setup.clock().instant(), deadline);
    if (!gathered) {
      return write(contents, evidence, left);
    }
    setup.spool().paths("").stream()
        .filter(path -> !path.equals(Manifest.FILE_NAME))
        .forEach(uploader::submit);
    return finish(evidence.apply(contents.figures()), left);
  }

  private void gather(TraceContents contents, Instant readUntil) throws IOException {
    RecordingRequest request = setup.request();
    for (Stream stream : Stream.values()) {
      uploader.submit(stream.fileName());
    }
    Files.writeString(
        setup.spool().inArchive(ENTRYPOINT),
        ShellText.commandLine(request.command().stream().map(ByteString::of).toList()));
    uploader.submit(ENTRYPOINT);
    gatherStatistics(contents.figures());
    BooleanSupplier outOfTime = () -> setup.clock().instant().isAfter(readUntil);
    gatherOutputs(request, outOfTime);
    new FilesListing(view, start, new RunFolders(request.workspace(), request.data()), outOfTime)
        .write(contents.inventory(), setup.spool().inArchive(FILES));
    uploader.submit(FILES);
    journal.add(new Journal.Gathered());
  }

  /** There are none where nothing counted what the tale used, and where they are uploaded. */
  private void gatherStatistics(TraceFigures figures) throws IOException {
    Path samples = setup.spool().inArchive(ResourceSample.FILE_NAME);
    Path text = setup.spool().inArchive(DockerStats.FILE_NAME);
    if (Files.exists(samples)) {
      LineFile.open(samples).close(); // drops what an earlier recorder could not finish
      new DockerStats(start, figures.firstExec() == null ? 0 : figures.firstExec().time())
          .write(samples, text);
    }
    for (Path file : List.of(text, samples)) {
      if (Files.exists(file)) {
        uploader.submit(setup.spool().pathOf(file));
      }
    }
  }

  private RecorderReport finish(Evidence evidence, Duration patience)
      throws IOException, InterruptedException {
    Instant deadline = setup.clock().instant().plus(patience);
    Uploader.Result result = uploader.finish(patience);
    Optional<byte[]> committed = committedBefore();
    if (committed.isPresent()) {
      return evidence.report(
          RecorderReport.State.ARCHIVED, Sha256.of(committed.get()).hex(), null, null);
    }
    byte[] manifest = evidence.manifest(result.files()).toJson();
    Files.write(setup.spool().manifest(), manifest);
    String problem = result.problem();
    if (result.missing().isEmpty()) {
      problem = commit(manifest, Duration.between(setup.clock().instant(), deadline));
    }
    if (problem == null && result.missing().isEmpty()) {
      return evidence.report(RecorderReport.State.ARCHIVED, Sha256.of(manifest).hex(), null, null);
    }
    return failed(
        evidence,
        "%s; not in the archive: %s"
            .formatted(problem, String.join(", ", withManifest(result.missing()))));
  }

  /** The manifest of an earlier recorder that ended just after it had written it. */
  private Optional<byte[]> committedBefore() throws IOException {
    Path file = setup.spool().manifest();
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    byte[] written = Files.readAllBytes(file);
    try (InputStream there = setup.store().read(Manifest.FILE_NAME)) {
      return Arrays.equals(written, there.readAllBytes()) ? Optional.of(written) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not there; or the store is away, which committing will show
    }
  }

  private RecorderReport failed(Evidence evidence, String problem) throws IOException {
    return evidence.report(
        RecorderReport.State.ARCHIVE_FAILED,
        null,
        problem,
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
    return setup.store().putIfAbsent(Manifest.LATE_FILE_NAME, manifest)
        ? "another recorder has written the manifest; this one's is " + Manifest.LATE_FILE_NAME
        : "other recorders have written the manifest and " + Manifest.LATE_FILE_NAME;
  }

  private void gatherOutputs(RecordingRequest request, BooleanSupplier outOfTime) {
    Path workspace = view.locate(ByteString.of(request.workspace() + "/"));
    new OutputFiles(keep, setup.spool().inArchive(OUTPUTS), outOfTime)
        .copy(
            workspace,
            new OutputFiles.Listener() {
              @Override
              public void copied(Path relative) {
                uploader.submit(OUTPUTS + relative);
              }

              @Override
              public void failed(Path relative, IOException problem) {
                uploader.refuse(OUTPUTS + relative, problem);
              }
            });
  }
}
