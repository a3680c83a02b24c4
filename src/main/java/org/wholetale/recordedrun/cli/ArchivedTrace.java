package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveFinder;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.trace.TraceReader;

/** The one archive that a user named, to be read from the first segment to the last. */
final class ArchivedTrace implements AutoCloseable {

  /** What the user named is not one archive. The message says what it is. */
  static final class NotOneArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    NotOneArchiveException(String message) {
      super(message);
    }
  }

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
      throws IOException, NotOneArchiveException {
    ArchiveFinder.Found found = find(text, environment);
    return new ArchivedTrace(
        ArchiveStores.open(found.location(), environment), found.hasManifest());
  }

  private static ArchiveFinder.Found find(String text, Map<String, String> environment)
      throws IOException, NotOneArchiveException {
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.parse(text), environment)) {
      List<ArchiveFinder.Found> found = ArchiveFinder.find(store);
      return switch (found.size()) {
        case 0 ->
            throw new NotOneArchiveException(
                "there is no archive at %s or below it".formatted(store.location()));
        case 1 -> found.getFirst();
        default ->
            throw new NotOneArchiveException(
                found.stream()
                    .map(each -> each.location().toString())
                    .collect(
                        Collectors.joining(
                            "\n",
                            "there are %d archives below %s; name one of them:\n"
                                .formatted(found.size(), store.location()),
                            "")));
      };
    } catch (IllegalArgumentException e) {
      throw new NotOneArchiveException(String.valueOf(e.getMessage()));
    } catch (ArchiveException e) {
      if (e.kind() == ArchiveException.Kind.NO_SUCH_BUCKET) {
        throw new NotOneArchiveException(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Where it lies. */
  ArchiveLocation location() {
    return store.location();
  }

  /** Why this may not be all of the run; empty where its manifest was written. */
  Optional<String> caveat() {
    return committed
        ? Optional.empty()
        : Optional.of(
            "%s has no manifest: the run is still going on, or was cut off"
                .formatted(store.location()));
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
