package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.archive.ManifestPlace;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRecovery;
import org.wholetale.recordedrun.archive.ManifestRecovery.LeftOut;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.archive.Opening;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.archive.StoredFile;
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * An archive whose recorder is not there any more to write the manifest, and neither is its spool:
 * closes it with what it brought there until then. Nothing in it is changed or removed, since the
 * recorder may live on where nobody can see it.
 */
public final class UnclosedArchive {

  private static final String CUT_OFF =
      "the archive was recovered; what its recorder did after the last event is not known";

  private final ArchiveStore store;
  private final Clock clock;
  private final @Nullable ManifestSeal seal;

  /** The archive at the store's location. */
  public UnclosedArchive(ArchiveStore store, Clock clock) {
    this(store, clock, null);
  }

  /**
   * The archive at the store's location.
   *
   * @param key what its manifest is to be signed with; null where nobody has one
   */
  public UnclosedArchive(ArchiveStore store, Clock clock, @Nullable SigningKey key) {
    this.store = store;
    this.clock = clock;
    this.seal = key == null ? null : new ManifestSeal(store, key);
  }

  /**
   * Closes the archive at a location, as {@link #close(String)} does.
   *
   * @param environment where S3 and its credentials are named
   */
  public static Optional<CommittedManifest> close(
      ArchiveLocation location,
      Map<String, String> environment,
      @Nullable String imageDigest,
      Clock clock)
      throws IOException {
    try (ArchiveStore store = ArchiveStores.open(location, environment)) {
      return new UnclosedArchive(store, clock).close(imageDigest);
    }
  }

  /**
   * Writes the manifest of what is there, unless there is one. May be repeated, also by several at
   * once.
   *
   * @param imageDigest what the run's image is, where somebody knows; null where nobody does
   * @return the manifest that lies there now, by this call or somebody else's; empty where there is
   *     nothing at all
   * @throws IOException where the store does not answer
   */
  public Optional<CommittedManifest> close(@Nullable String imageDigest) throws IOException {
    Optional<CommittedManifest> before = CommittedManifest.in(store);
    if (before.isPresent()) {
      return before;
    }
    List<StoredFile> stored = store.list();
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    byte[] manifest = manifest(stored, imageDigest).toJson();
    if (seal != null) {
      seal.put(ManifestPlace.FIRST, manifest);
    }
    // A recorder that was faster has told more; the late manifest's place is kept for one to come.
    return store.putIfAbsent(Manifest.FILE_NAME, manifest)
        ? Optional.of(CommittedManifest.of(manifest))
        : CommittedManifest.in(store);
  }

  private Manifest manifest(List<StoredFile> stored, @Nullable String imageDigest)
      throws IOException {
    WholeSegments segments = new WholeSegments(store);
    segments.read(row(stored, SegmentName.EVENTS));
    segments.read(row(stored, SegmentName.OUTPUT));
    List<ManifestFile> files = new ArrayList<>(segments.whole());
    List<LeftOut> leftOut = new ArrayList<>(segments.leftOut());
    files.addAll(others(stored));
    Opening opening = opening(files, leftOut);
    return manifest(
        opening,
        imageDigest,
        recount(segments.whole()),
        segments.events(),
        new ManifestRecovery(clock.instant(), leftOut),
        files);
  }

  private static Manifest manifest(
      @Nullable Opening opening,
      @Nullable String imageDigest,
      Recount recount,
      long events,
      ManifestRecovery recovery,
      List<ManifestFile> files) {
    Instant start = opening == null ? null : opening.traceStart();
    ManifestRun run = opening == null ? ManifestRun.UNKNOWN : opening.run();
    TraceFigures figures = recount.figures();
    TaleExit exit =
        figures.firstExit() == null ? TaleExit.UNKNOWN : TaleExit.of(figures.firstExit());
    return new Manifest(
        Manifest.FORMAT_VERSION,
        imageDigest == null ? run : run.withImageDigest(imageDigest),
        opening == null ? List.of() : opening.entrypoint(),
        figures.firstExec() == null ? null : at(start, figures.firstExec().time()),
        figures.firstExit() == null ? null : at(start, figures.firstExit().time()),
        exit.code(),
        exit.signal(),
        trace(start, figures, events, recount.lastTime()),
        opening == null ? ManifestRecorder.UNKNOWN : opening.recorder(),
        recovery,
        List.of(),
        files);
  }

  private static @Nullable Instant at(@Nullable Instant start, long time) {
    return start == null ? null : start.plusNanos(time);
  }

  private static ManifestTrace trace(
      @Nullable Instant start, TraceFigures figures, long events, long lastTime) {
    List<ManifestGap> gaps = new ArrayList<>();
    figures.gaps().stream().map(ManifestForms::of).forEach(gaps::add);
    gaps.add(new ManifestGap(lastTime, null, CUT_OFF, null));
    return new ManifestTrace(
        start,
        false,
        events,
        null,
        figures.truncated(),
        gaps,
        figures.firstExec() == null ? null : ManifestForms.of(figures.firstExec()),
        figures.processes(),
        null,
        null,
        figures.redacted(),
        figures.entered(),
        List.of(),
        figures.coverage());
  }

  private static List<SegmentName> row(List<StoredFile> stored, String folder) {
    return stored.stream()
        .flatMap(file -> SegmentName.parse(file.path()).stream())
        .filter(name -> name.folder().equals(folder))
        .sorted()
        .toList();
  }

  private List<ManifestFile> others(List<StoredFile> stored) throws IOException {
    List<ManifestFile> others = new ArrayList<>();
    for (StoredFile file : stored) {
      String path = file.path();
      if (Manifest.lists(path) && SegmentName.parse(path).isEmpty()) {
        others.add(ManifestFile.of(store, path, MediaType.of(path), content -> {}));
      }
    }
    return others;
  }

  /** What the recorder told at its start; null where it did not, or it cannot be read. */
  private @Nullable Opening opening(List<ManifestFile> files, List<LeftOut> leftOut)
      throws IOException {
    if (files.stream().noneMatch(file -> file.path().equals(Opening.FILE_NAME))) {
      return null;
    }
    byte[] json;
    try (InputStream in = store.read(Opening.FILE_NAME)) {
      json = in.readAllBytes();
    }
    try {
      return Opening.parse(json);
    } catch (IOException e) {
      files.removeIf(file -> file.path().equals(Opening.FILE_NAME));
      leftOut.add(new LeftOut(Opening.FILE_NAME, String.valueOf(e.getMessage())));
      return null;
    }
  }

  /** Only once it is known which segments are whole, since an event must not be counted twice. */
  private Recount recount(List<ManifestFile> segments) throws IOException {
    TraceTotals totals = new TraceTotals();
    long[] last = {0};
    for (ManifestFile segment : segments) {
      if (SegmentName.parse(segment.path()).filter(SegmentName::isEvents).isPresent()) {
        TraceReader.read(
            store.read(segment.path()),
            event -> {
              totals.accept(event);
              last[0] = Math.max(last[0], event.time());
            });
      }
    }
    // To count files takes memory for each, which nobody has promised whoever recovers.
    return new Recount(totals.figures(0, 0), last[0]);
  }

  /**
   * What is in the segments.
   *
   * @param figures without those of files
   * @param lastTime the last event's, on the trace's clock; 0 where there is none
   */
  private record Recount(TraceFigures figures, long lastTime) {}
}
