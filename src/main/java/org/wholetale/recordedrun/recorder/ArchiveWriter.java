package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestOmission;
import org.wholetale.recordedrun.archive.Opening;
import org.wholetale.recordedrun.provenance.DeclaredData;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.ResourceTotals;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;
import org.wholetale.recordedrun.report.PrintedOutput;
import org.wholetale.recordedrun.report.ReportSupplement;
import org.wholetale.recordedrun.report.ResourceSeries;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Completes an archive once trace and output are closed: what is not segments, then the manifest.
 */
final class ArchiveWriter {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  static final String ENTRYPOINT = "entrypoint";
  private static final String OUTPUTS = "outputs/";

  private final RunSetup setup;
  private final TraceStart start;
  private final Journal journal;
  private final Uploader uploader;
  private final OutputGlobs keep;
  private final PrintedOutput printed;
  private final HostView view;
  private final RunFolderWriter runFolder;

  /**
   * @param printed what the tale printed, closed
   */
  ArchiveWriter(
      RunSetup setup,
      TraceStart start,
      Journal journal,
      Uploader uploader,
      OutputGlobs keep,
      PrintedOutput printed) {
    this.setup = setup;
    this.start = start;
    this.journal = journal;
    this.uploader = uploader;
    this.keep = keep;
    this.printed = printed;
    this.view = new HostView(setup.folders());
    this.runFolder = new RunFolderWriter(setup);
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
    Evidence known = evidence.apply(contents.figures());
    List<ManifestOmission> omitted = gather(contents, known, now, patience);
    // What the tale left is in the listing by now, whatever is written back over it.
    writeBack(now.plus(patience.multipliedBy(3).dividedBy(4)));
    return finish(
        evidence.apply(contents.figures()).endedBy(known.now()),
        omitted,
        Duration.between(setup.clock().instant(), now.plus(patience)));
  }

  /**
   * The same for a trace that has to be read again, since nobody followed all of it.
   *
   * @param segments how many segments of events there are
   * @param omitted what an earlier recorder could not write that had gathered all else but the
   *     manifest; null where none had
   */
  RecorderReport writeAfterRecount(
      int segments,
      @Nullable List<ManifestOmission> omitted,
      Function<TraceFigures, Evidence> evidence,
      Duration patience)
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
    if (omitted == null) {
      return write(contents, evidence, left);
    }
    writeBack(deadline);
    setup.spool().paths("").stream()
        .filter(path -> Manifest.lists(path) && !ResearchObjectWriter.owns(path))
        .forEach(uploader::submit);
    return finish(evidence.apply(contents.figures()), omitted, left);
  }

  private void writeBack(Instant until) throws InterruptedException {
    runFolder.writeFiles(after(until));
  }

  /** Half of the time for the run's files, an eighth for provenance, the rest for uploading. */
  private List<ManifestOmission> gather(
      TraceContents contents, Evidence known, Instant now, Duration patience) throws IOException {
    RecordingRequest request = setup.request();
    writeStatistics(contents.figures());
    ResourceSeries resources = readStatistics();
    runFolder.hold();
    for (Stream stream : Stream.values()) {
      uploader.submit(stream.fileName());
    }
    Files.writeString(
        setup.spool().inArchive(ENTRYPOINT), ShellText.commandLineOf(request.command()));
    uploader.submit(ENTRYPOINT);
    submitIfThere(Opening.FILE_NAME);
    submitIfThere(DockerStats.FILE_NAME);
    submitIfThere(ResourceTotals.FILE_NAME);
    BooleanSupplier outOfTime = after(now.plus(patience.dividedBy(2)));
    gatherOutputs(request, outOfTime);
    listData(request.data(), outOfTime);
    RunFolders folders = new RunFolders(request.workspace(), request.data());
    FileContents held = new FileContents();
    new FilesListing(view, start, folders, outOfTime)
        .write(
            contents.inventory(),
            setup.spool().inArchive(FileContents.FILE_NAME),
            contents.graph().isPresent() ? held::add : (_, _) -> {});
    uploader.submit(FileContents.FILE_NAME);
    List<ManifestOmission> omitted =
        writeProvenance(
            contents,
            ManifestDescription.of(known.manifest(List.of(), List.of()), folders),
            held,
            new ReportSupplement(resources, printed, List.of()),
            after(now.plus(patience.multipliedBy(5).dividedBy(8))));
    journal.add(new Journal.Gathered(omitted));
    return omitted;
  }

  private void listData(@Nullable String data, BooleanSupplier outOfTime) throws IOException {
    if (data != null) {
      new DataListing(view, setup.redactor(), DataListing.MOST, outOfTime)
          .write(data, setup.spool().inArchive(DeclaredData.FILE_NAME));
      uploader.submit(DeclaredData.FILE_NAME);
    }
  }

  private List<ManifestOmission> writeProvenance(
      TraceContents contents,
      RunDescription description,
      FileContents held,
      ReportSupplement beside,
      BooleanSupplier outOfTime) {
    return contents
        .graph()
        .map(graph ->
            new ProvenanceFiles(
                    setup.spool(),
                    new GrowingArchive(setup.spool(), setup.store(), uploader),
                    outOfTime,
                    uploader::submit)
                .write(new RunRecord(description, graph, held), beside))
        .orElseGet(() -> ProvenanceFiles.none(contents.whyNoGraph()));
  }

  private BooleanSupplier after(Instant moment) {
    return () -> setup.clock().instant().isAfter(moment);
  }

  /** There are none where nothing counted what the tale used, and where they are uploaded. */
  private void writeStatistics(TraceFigures figures) throws IOException {
    Path samples = setup.spool().inArchive(ResourceTotals.FILE_NAME);
    Path text = setup.spool().inArchive(DockerStats.FILE_NAME);
    if (Files.exists(samples)) {
      LineFile.open(samples).close(); // drops what an earlier recorder could not finish
      new DockerStats(start, figures.firstExec() == null ? 0 : figures.firstExec().time())
          .write(samples, text);
    }
  }

  private ResourceSeries readStatistics() throws IOException {
    Path samples = setup.spool().inArchive(ResourceTotals.FILE_NAME);
    if (Files.notExists(samples)) {
      return new ResourceSeries();
    }
    try (InputStream in = Files.newInputStream(samples)) {
      return ResourceSeries.read(in);
    }
  }

  private void submitIfThere(String path) {
    if (Files.exists(setup.spool().inArchive(path))) {
      uploader.submit(path);
    }
  }

  private RecorderReport finish(
      Evidence evidence, List<ManifestOmission> omitted, Duration patience)
      throws IOException, InterruptedException {
    Instant deadline = setup.clock().instant().plus(patience);
    String remark = declare(evidence, omitted, patience);
    Uploader.Result result = uploader.finish(Duration.between(setup.clock().instant(), deadline));
    if (!result.missing().isEmpty() && result.missing().stream().allMatch(ProvenanceFiles::isOne)) {
      // All that they are made of is there.
      return finish(
          evidence,
          joined(omitted, ProvenanceFiles.notUploaded(result.missing(), result.problem())),
          remark,
          result.withoutMissing(),
          deadline);
    }
    return finish(evidence, omitted, remark, result, deadline);
  }

  private RecorderReport finish(
      Evidence evidence,
      List<ManifestOmission> omitted,
      @Nullable String remark,
      Uploader.Result result,
      Instant deadline)
      throws IOException, InterruptedException {
    CommitRecord record = setup.commitRecord();
    Optional<CommitRecord.Written> before = writtenBefore(record);
    if (before.isPresent()) {
      return archived(evidence, before.get(), remark, result.files());
    }
    byte[] manifest = evidence.manifest(omitted, result.files()).toJson();
    Files.write(setup.spool().manifest(), manifest);
    String problem = result.problem();
    if (result.missing().isEmpty()) {
      try {
        return archived(
            evidence,
            record.write(manifest, Duration.between(setup.clock().instant(), deadline)),
            remark,
            result.files());
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    return failed(
        evidence,
        "%s; not in the archive: %s"
            .formatted(problem, String.join(", ", withManifest(result.missing()))));
  }

  /** What a signed archive has besides; says what of it is not as it was asked for. */
  private @Nullable String declare(
      Evidence evidence, List<ManifestOmission> omitted, Duration patience)
      throws IOException, InterruptedException {
    RunSigning signing = setup.signing();
    Instant deadline = setup.clock().instant().plus(patience);
    Optional<List<ManifestFile>> settled =
        signing == null ? Optional.empty() : uploader.settle(patience);
    return signing == null || settled.isEmpty()
        ? null
        : new ResearchObjectWriter(setup, signing)
            .write(
                evidence.manifest(omitted, settled.get()),
                uploader,
                Duration.between(setup.clock().instant(), deadline));
  }

  private RecorderReport archived(
      Evidence evidence,
      CommitRecord.Written written,
      @Nullable String remark,
      List<ManifestFile> files)
      throws InterruptedException {
    return runFolder.conclude(
        evidence.report(
            RecorderReport.State.ARCHIVED,
            written.sha256().hex(),
            ManifestFile.bytes(files),
            written.remark() == null ? remark : written.remark(),
            null));
  }

  /** By an earlier recorder that ended just after it had written its manifest. */
  private Optional<CommitRecord.Written> writtenBefore(CommitRecord record) throws IOException {
    Path file = setup.spool().manifest();
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return record.find(Files.readAllBytes(file));
    } catch (ArchiveException e) {
      return Optional.empty(); // the store is away, which committing will show
    }
  }

  private RecorderReport failed(Evidence evidence, String problem)
      throws IOException, InterruptedException {
    return runFolder.conclude(
        evidence.report(
            RecorderReport.State.ARCHIVE_FAILED,
            null,
            null,
            problem,
            MountTable.read(MOUNTS)
                .outside(setup.spool().folder().toAbsolutePath())
                .map(Path::toString)
                .orElse(null)));
  }

  private static List<ManifestOmission> joined(
      List<ManifestOmission> some, List<ManifestOmission> others) {
    List<ManifestOmission> all = new ArrayList<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  private static List<String> withManifest(List<String> missing) {
    List<String> all = new ArrayList<>(missing);
    all.add(Manifest.FILE_NAME);
    return all;
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
