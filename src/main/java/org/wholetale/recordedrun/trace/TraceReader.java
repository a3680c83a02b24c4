package org.wholetale.recordedrun.trace;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads segments, one line at a time. */
public final class TraceReader {

  /** Takes events. */
  @FunctionalInterface
  public interface Sink {
    void accept(Event event) throws IOException;
  }

  /** Takes all lines of a trace. */
  @FunctionalInterface
  public interface NumberedSink {
    void accept(NumberedEvent line) throws IOException;
  }

  /** Takes what the tale printed. */
  @FunctionalInterface
  public interface OutputSink {
    void accept(OutputLine line) throws IOException;
  }

  @FunctionalInterface
  private interface LineSink {
    void accept(byte[] line) throws IOException;
  }

  private TraceReader() {}

  /**
   * Hands every event of a compressed segment to the sink, in order; events of types that this
   * version does not know are passed over.
   *
   * @param segment compressed; closed afterwards
   */
  public static void read(InputStream segment, Sink sink) throws IOException {
    lines(
        segment,
        line -> {
          var event = EventJson.parse(line);
          if (event.isPresent()) {
            sink.accept(event.get());
          }
        });
  }

  /**
   * Hands every line of a compressed segment to the sink, in order, with its number.
   *
   * @param segment compressed; closed afterwards
   */
  public static void readNumbered(InputStream segment, NumberedSink sink) throws IOException {
    lines(segment, line -> sink.accept(EventJson.parseNumbered(line)));
  }

  /**
   * Hands every line of a compressed segment of output to the sink, in order.
   *
   * @param segment compressed; closed afterwards
   */
  public static void readOutput(InputStream segment, OutputSink sink) throws IOException {
    lines(segment, line -> sink.accept(OutputLine.parse(line)));
  }

  private static void lines(InputStream segment, LineSink sink) throws IOException {
    try (segment;
        InputStream decompressed = new ZstdInputStream(segment)) {
      LineSplitter lines = new LineSplitter(decompressed, LineSplitter.LONGEST);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        sink.accept(line);
      }
    }
  }
}
