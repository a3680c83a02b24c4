package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.EventJson;
import org.wholetale.recordedrun.trace.SegmentWriter;

/**
 * Writes the events of a run, redacted and numbered, into segments, and follows what is in them.
 * What was there at the last {@link #tick} outlives this process. Used by several threads.
 */
final class TraceWriter implements AutoCloseable {

  private final Redactor redactor;
  private final Journal journal;
  private final SegmentWriter.Sink sink;
  private final SegmentWriter segments;
  private final TraceContents contents = new TraceContents();
  private long sequence;
  private long lastTime;
  private double cpuSeconds;

  /**
   * @param sink told of each segment that will not change any more
   * @param earlier where to go on; null to begin
   */
  TraceWriter(
      Spool spool,
      Redactor redactor,
      Journal journal,
      Clock clock,
      SegmentWriter.Sink sink,
      @Nullable EarlierWork earlier)
      throws IOException {
    this.redactor = redactor;
    this.journal = journal;
    this.sink = sink;
    this.sequence = earlier == null ? 0 : earlier.events();
    this.lastTime = earlier == null ? 0 : earlier.lastTime();
    this.segments =
        new SegmentWriter(
            spool.inArchive("events"),
            earlier == null ? 0 : earlier.nextSegment(),
            SegmentWriter.Limits.DEFAULT,
            clock,
            this::finished);
  }

  synchronized void add(Event event) throws IOException {
    Event shown = redactor.redact(event);
    long number = sequence;
    segments.add(json -> EventJson.write(json, number, shown));
    // Only what is written counts: where that breaks, the gap that tells of it has the number.
    sequence++;
    contents.accept(shown);
    lastTime = Math.max(lastTime, shown.time());
  }

  /**
   * To be called now and then.
   *
   * @param recordingCpuSeconds what recording has used by now, in earlier recorders too
   */
  synchronized void tick(double recordingCpuSeconds) throws IOException {
    cpuSeconds = recordingCpuSeconds;
    segments.flush();
    segments.finishIfDue();
  }

  /** What this recorder has written, not those before it. */
  synchronized TraceFigures figures() {
    return contents.figures();
  }

  /** What this recorder has written, not those before it; nothing may be added any more. */
  synchronized TraceContents contents() {
    return contents;
  }

  /** How many segments there are, those of earlier recorders among them. */
  synchronized int segments() {
    return segments.number();
  }

  @Override
  public synchronized void close() throws IOException {
    segments.close();
  }

  private void finished(Path segment) throws IOException {
    journal.add(new Journal.Segment(segments.number(), sequence, lastTime, cpuSeconds));
    sink.finished(segment);
  }
}
