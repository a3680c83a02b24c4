package org.wholetale.recordedrun.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON lines into a row of compressed files, {@code 000000.ndjson.zst} and on, and hands on
 * each that is finished. A segment is finished only when its owner asks, so that what the owner
 * notes of its work and what it hands on agree. Not safe for use by several threads at once.
 */
public final class SegmentWriter implements AutoCloseable {

  /** When a segment is due to be finished: whichever comes first. */
  public record Limits(int lines, Duration age) {

    /** Small enough that a segment is in the store five seconds after its first event. */
    public static final Limits DEFAULT = new Limits(50_000, Duration.ofSeconds(2));
  }

  /** Takes a finished file. */
  @FunctionalInterface
  public interface Sink {
    void finished(Path segment) throws IOException;
  }

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface Line {
    void write(JsonGenerator json) throws IOException;
  }

  private final Path folder;
  private final Limits limits;
  private final Clock clock;
  private final Sink sink;
  private int number;
  private @Nullable Open open;

  /**
   * @param folder where the segments go; made if it is not there
   * @param number that of the first segment: 0, or the next where others are there already
   * @param sink told of each finished file, in order, on the writing thread
   */
  public SegmentWriter(Path folder, int number, Limits limits, Clock clock, Sink sink)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.number = number;
    this.limits = limits;
    this.clock = clock;
    this.sink = sink;
  }

  /** The number of the segment that the next line goes into. */
  public int number() {
    return number;
  }

  /** How many lines are in that segment already. */
  public int lines() {
    return open == null ? 0 : open.lines;
  }

  /** Adds a line. */
  public void add(Line line) throws IOException {
    Open segment = open;
    if (segment == null) {
      segment = open = Open.at(folder.resolve("%06d.ndjson.zst".formatted(number)), clock);
    }
    segment.add(line);
  }

  /** Sees to it that what was added can be read although this process ends here and now. */
  public void flush() throws IOException {
    if (open != null) {
      open.flush();
    }
  }

  /** Finishes the segment that is being written where it is long or old enough. */
  public void finishIfDue() throws IOException {
    if (open != null
        && (open.lines >= limits.lines()
            || !clock.instant().isBefore(open.since.plus(limits.age())))) {
      finish();
    }
  }

  @Override
  public void close() throws IOException {
    finish();
  }

  private void finish() throws IOException {
    Open segment = open;
    if (segment != null) {
      open = null;
      number++;
      segment.json.close();
      segment.out.close();
      sink.finished(segment.file);
    }
  }

  private static final class Open {
    private final Path file;
    private final Instant since;
    private final ZstdOutputStream out;
    private final JsonGenerator json;
    private int lines;
    private int flushed;

    private Open(Path file, Instant since, ZstdOutputStream out, JsonGenerator json) {
      this.file = file;
      this.since = since;
      this.out = out;
      this.json = json;
    }

    static Open at(Path file, Clock clock) throws IOException {
      ZstdOutputStream out =
          new ZstdOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
      return new Open(file, clock.instant(), out, EventJson.generator(out));
    }

    void add(Line line) throws IOException {
      line.write(json);
      EventJson.endLine(json);
      lines++;
    }

    void flush() throws IOException {
      if (flushed < lines) {
        flushed = lines;
        json.flush();
      }
    }
  }
}
