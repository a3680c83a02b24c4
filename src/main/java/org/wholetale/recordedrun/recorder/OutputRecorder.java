package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.SegmentWriter;

/**
 * Keeps what the tale prints: each stream's bytes as they are, and both together in the order they
 * came. Used by several threads.
 */
public final class OutputRecorder implements AutoCloseable {

  /** Which of a tale's two streams. */
  public enum Stream {
    STDOUT,
    STDERR;

    /** The name of its file in the archive, and in the output segments. */
    public String fileName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final TraceStart start;
  private final SegmentWriter segments;
  private @Nullable String problem;
  private final Map<Stream, OutputStream> files = new EnumMap<>(Stream.class);

  OutputRecorder(
      Spool spool, TraceStart start, Clock clock, Consumer<java.nio.file.Path> finishedSegment)
      throws IOException {
    this.start = start;
    this.segments =
        new SegmentWriter(
            spool.inArchive("output"), SegmentWriter.Limits.DEFAULT, clock, finishedSegment);
    for (Stream stream : Stream.values()) {
      files.put(stream, Files.newOutputStream(spool.inArchive(stream.fileName())));
    }
  }

  /**
   * Takes what came on a stream.
   *
   * @param when it was written, or read where that is not known
   */
  public synchronized void write(Stream stream, ByteString bytes, Instant when) throws IOException {
    OutputStream file = files.get(stream);
    if (file == null) {
      throw new IOException("the output is closed");
    }
    file.write(bytes.toByteArray());
    segments.add(json -> line(json, start.since(when), stream, bytes));
  }

  /** From here on a stream could not be kept. */
  synchronized void fail(Stream stream, IOException why) {
    if (problem == null) {
      problem = "%s is cut off: %s".formatted(stream.fileName(), why.getMessage());
    }
  }

  /** Why the output is not whole; null where it is. */
  synchronized @Nullable String problem() {
    return problem;
  }

  /** Finishes a segment that is old enough. */
  synchronized void tick() throws IOException {
    segments.finishIfOld();
  }

  @Override
  public synchronized void close() throws IOException {
    segments.close();
    for (OutputStream file : files.values()) {
      file.close();
    }
    files.clear();
  }

  private static void line(JsonGenerator json, long time, Stream stream, ByteString data)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("t", time);
    json.writeStringField("stream", stream.fileName());
    Optional<String> text = data.utf8();
    if (text.isPresent()) {
      json.writeStringField("data", text.get());
    } else {
      json.writeStringField("dataB64", Base64.getEncoder().encodeToString(data.toByteArray()));
    }
    json.writeEndObject();
  }
}
