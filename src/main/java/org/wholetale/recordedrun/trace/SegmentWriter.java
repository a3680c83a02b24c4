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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON lines into a row of compressed files, {@code 000000.ndjson.zst} and on, and hands on
 * each that is finished. Not safe for use by several threads at once.
 */
public final class SegmentWriter implements AutoCloseable {

  /** When a segment is finished: whichever comes first. */
  public record Limits(int lines, Duration age) {

    /** Small enough that a segment is in the store five seconds after its first event. */
    public static final Limits DEFAULT = new Limits(50_000, Duration.ofSeconds(2));
  }

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface Line {
    void write(JsonGenerator json) throws IOException;
  }

  private final Path folder;
  private final Limits limits;
  private final Clock clock;
  private final Consumer<Path> finished;
  private int number;
  private @Nullable Open open;

  /**
   * @param folder where the segments go; made if it is not there
   * @param finished told of each finished file, in order, on the writing thread
   */
  public SegmentWriter(Path folder, Limits limits, Clock clock, Consumer<Path> finished)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.limits = limits;
    this.clock = clock;
    this.finished = finished;
  }

  /** Adds a line. */
  public void add(Line line) throws IOException {
    Open segment = open;
    if (segment == null) {
      segment = open = Open.at(folder.resolve("%06d.ndjson.zst".formatted(number++)), clock);
    }
    segment.add(line);
    if (segment.lines >= limits.lines()) {
      finish();
    }
  }

  /**
   * Finishes the segment that is being written where it is old enough; to be called now and then.
   */
  public void finishIfOld() throws IOException {
    if (open != null && !clock.instant().isBefore(open.since.plus(limits.age()))) {
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
      segment.json.close();
      segment.out.write('\n');
      segment.out.close();
      finished.accept(segment.file);
    }
  }

  private static final class Open {
    private final Path file;
    private final Instant since;
    private final ZstdOutputStream out;
    private final JsonGenerator json;
    private int lines;

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
      lines++;
    }
  }
}
