package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestOmission;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.trace.CutOffSegment;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * What a recorder of the same run had done when it ended before its time.
 *
 * @param tracer what recorded first
 * @param taleGroup the number of the tale's control group; null where it was not seen yet
 * @param others the pod's containers that are not the tale
 * @param nextSegment the number of the first segment of events that it did not write
 * @param events how many events it wrote
 * @param lastTime the last one's, on the trace's clock; 0 where there is none
 * @param cpuSeconds what recording had used, as far as it is known
 * @param uploaded what it brought into the archive, by path
 * @param omitted what could not be written, where all else that belongs into the archive lies there
 *     or in the spool; null where not all does yet
 * @param closed how the tale ended, where trace and output were finished; null where they were not
 */
record EarlierWork(
    TraceStart start,
    Tracer tracer,
    @Nullable Long taleGroup,
    Set<String> others,
    int nextSegment,
    long events,
    long lastTime,
    double cpuSeconds,
    Map<String, ManifestFile> uploaded,
    @Nullable List<ManifestOmission> omitted,
    @Nullable TaleExit closed) {

  /**
   * Looks into a spool, and finishes the segment of events that was cut off.
   *
   * @return empty where no recorder had begun
   */
  static Optional<EarlierWork> in(Spool spool) throws RecorderException, IOException {
    Noted noted = new Noted(Journal.read(spool.journal()));
    return noted.started == null ? Optional.empty() : Optional.of(of(noted.started, noted, spool));
  }

  /** Whether all that belongs into the archive lies there or in the spool. */
  boolean gathered() {
    return omitted != null;
  }

  /** What a journal must say once the segment that was cut off is finished. */
  Journal.Segment segment() {
    return new Journal.Segment(nextSegment, events, lastTime, cpuSeconds);
  }

  private static EarlierWork of(Journal.Started started, Noted noted, Spool spool)
      throws IOException {
    Path cutOff = spool.inArchive(new SegmentName(SegmentName.EVENTS, noted.segment.next()).path());
    int lines = Files.exists(cutOff) ? new CutOffSegment(cutOff).finish(Integer.MAX_VALUE) : 0;
    return new EarlierWork(
        started.start(),
        started.tracer(),
        noted.taleGroup,
        noted.others,
        noted.segment.next() + (lines > 0 ? 1 : 0),
        noted.segment.events() + lines,
        lines > 0 ? lastTime(cutOff) : noted.segment.time(),
        noted.closed == null ? noted.segment.cpuSeconds() : noted.closed.cpuSeconds(),
        noted.uploaded,
        noted.omitted,
        noted.closed == null ? null : noted.closed.exit());
  }

  private static long lastTime(Path segment) throws IOException {
    long[] last = {0};
    TraceReader.read(
        Files.newInputStream(segment), event -> last[0] = Math.max(last[0], event.time()));
    return last[0];
  }

  /** The latest of everything that a journal says. */
  private static final class Noted {
    private Journal.@Nullable Started started;
    private @Nullable Long taleGroup;
    private final Set<String> others = new TreeSet<>();
    private Journal.Segment segment = new Journal.Segment(0, 0, 0, 0);
    private Journal.@Nullable Closed closed;
    private @Nullable List<ManifestOmission> omitted;
    private final Map<String, ManifestFile> uploaded = new LinkedHashMap<>();

    Noted(List<Journal.Entry> entries) {
      for (Journal.Entry entry : entries) {
        switch (entry) {
          case Journal.Started e -> started = e;
          case Journal.TaleFound e -> taleGroup = e.group();
          case Journal.OtherFound e -> others.add(e.container());
          case Journal.Segment e -> segment = e;
          case Journal.Uploaded e -> uploaded.put(e.file().path(), e.file());
          case Journal.Closed e -> closed = e;
          case Journal.Gathered e -> omitted = Objects.requireNonNullElse(e.omitted(), List.of());
        }
      }
    }
  }
}
