package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveFinder;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.archive.StoredFile;
import org.wholetale.recordedrun.format.ArchivedFile;
import org.wholetale.recordedrun.format.RunArchive;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.ResourceTotals;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.recorder.ManifestDescription;
import org.wholetale.recordedrun.report.ResourceSeries;
import org.wholetale.recordedrun.trace.TraceReader;

/** The one archive that a user named, to be read from the first segment to the last. */
final class ArchivedTrace implements RunArchive, AutoCloseable {

  @FunctionalInterface
  private interface Reading {
    void from(InputStream segment) throws IOException;
  }

  private final ArchiveStore store;
  private final boolean committed;

  private ArchivedTrace(ArchiveStore store, boolean committed) {
    this.store = store;
    this.committed = committed;
  }

  /**
   * Opens the archive at a location or, where there is but one, below it.
   *
   * @param text a folder or {@code s3://bucket/prefix}
   * @param environment where S3 and its credentials are named
   */
  static ArchivedTrace open(String text, Map<String, String> environment)
      throws IOException, OneArchive.NotOneArchiveException {
    ArchiveFinder.Found found = OneArchive.find(text, environment);
    return new ArchivedTrace(
        ArchiveStores.open(found.location(), environment), found.hasManifest());
  }

  /** Where it lies. */
  ArchiveLocation location() {
    return store.location();
  }

  /** Why this may not be all of the run; empty where its recorder has written the manifest. */
  Optional<String> caveat() throws IOException {
    if (!committed) {
      return Optional.of(
          "%s has no manifest: the run is still going on, or was cut off"
              .formatted(store.location()));
    }
    return CommittedManifest.recoveredIn(store).isPresent()
        ? Optional.of(
            "%s was recovered: its recorder did not close it; recordedrun verify says what is known"
                .formatted(store.location()))
        : Optional.empty();
  }

  /**
   * Hands every event to the sink, in order.
   *
   * @param missing told of each segment that is not there, where it should have been
   */
  void events(TraceReader.Sink sink, Consumer<String> missing) throws IOException {
    for (SegmentName segment : segments(SegmentName.EVENTS, missing)) {
      read(segment, in -> TraceReader.read(in, sink));
    }
  }

  /**
   * Hands everything that the tale printed to the sink, in the order it came.
   *
   * @param missing told of each segment that is not there
   */
  void output(TraceReader.OutputSink sink, Consumer<String> missing) throws IOException {
    for (SegmentName segment : segments(SegmentName.OUTPUT, missing)) {
      read(segment, in -> TraceReader.readOutput(in, sink));
    }
  }

  /**
   * All there is to be told of the run.
   *
   * @param missing told of each segment that is not there, where it should have been
   * @throws IOException where it cannot be read, or has no manifest yet
   */
  RunRecord runRecord(Consumer<String> missing) throws IOException {
    if (!committed) {
      throw new IOException(
          "%s has no manifest: wait for the run's end, or close it by recordedrun recover"
              .formatted(store.location()));
    }
    Manifest manifest = Manifest.parse(bytes(Manifest.FILE_NAME));
    RunGraph graph = new RunGraph();
    events(graph::accept, missing);
    return new RunRecord(
        ManifestDescription.of(manifest, folders(graph)), graph, contents(manifest));
  }

  /** What the tale took of the machine; nothing where that was not counted. */
  ResourceSeries resources() throws IOException {
    try (InputStream in = store.read(ResourceTotals.FILE_NAME)) {
      return ResourceSeries.read(in);
    } catch (NoSuchFileException e) {
      return new ResourceSeries();
    }
  }

  /** Without any exec in the trace there is nothing that they could be told of. */
  private static RunFolders folders(RunGraph graph) {
    return graph.executions().stream()
        .flatMap(execution -> Optional.ofNullable(execution.exec()).stream())
        .findFirst()
        .flatMap(RunFolders::of)
        .orElse(RunFolders.USUAL);
  }

  private FileContents contents(Manifest manifest) throws IOException {
    if (manifest.files().stream().noneMatch(file -> file.path().equals(FileContents.FILE_NAME))) {
      return new FileContents();
    }
    try (InputStream in = store.read(FileContents.FILE_NAME)) {
      return FileContents.read(in);
    }
  }

  @Override
  public List<ArchivedFile> files() throws IOException {
    return Manifest.parse(bytes(Manifest.FILE_NAME)).files().stream()
        .map(file -> new ArchivedFile(file.path(), file.size(), file.sha256(), file.mediaType()))
        .toList();
  }

  @Override
  public List<String> manifests() throws IOException {
    return store.list().stream()
        .map(StoredFile::path)
        .filter(path -> !Manifest.lists(path))
        .toList();
  }

  @Override
  public InputStream read(String path) throws IOException {
    return store.read(path);
  }

  /** A small file of the archive, whole; empty where it has none of that name. */
  Optional<byte[]> file(String path) throws IOException {
    try {
      return Optional.of(bytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private byte[] bytes(String path) throws IOException {
    try (InputStream in = store.read(path)) {
      return in.readAllBytes();
    }
  }

  private void read(SegmentName segment, Reading reading) throws IOException {
    InputStream in = store.read(segment.path());
    try {
      reading.from(in);
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be read to its end (%s): ask recordedrun verify"
              .formatted(store.location().nameOf(segment.path()), e.getMessage()),
          e);
    }
  }

  private List<SegmentName> segments(String folder, Consumer<String> missing) throws IOException {
    List<SegmentName> segments =
        store.list().stream()
            .flatMap(file -> SegmentName.parse(file.path()).stream())
            .filter(segment -> segment.folder().equals(folder))
            .sorted()
            .toList();
    long expected = 0;
    for (SegmentName segment : segments) {
      if (segment.number() > expected) {
        missing.accept(
            "%s and what lies between it and %s is missing: ask recordedrun verify"
                .formatted(new SegmentName(folder, expected).path(), segment.path()));
      }
      expected = segment.number() + 1;
    }
    return segments;
  }

  @Override
  public void close() {
    store.close();
  }
}
