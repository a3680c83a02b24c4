package org.wholetale.recordedrun.trace;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads segments, one line at a time. */
public final class TraceReader {

  /** Takes events. */
  @FunctionalInterface
  public interface Sink {
    void accept(Event event) throws IOException;
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
   * Hands every line of a compressed segment of output to the sink, in order.
   *
   * @param segment compressed; closed afterwards
   */
  public static void readOutput(InputStream segment, OutputSink sink) throws IOException {
    lines(segment, line -> sink.accept(OutputLine.parse(line)));
  }

  private static void lines(InputStream segment, LineSink sink) throws IOException {
    try (segment;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new ZstdInputStream(segment), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sink.accept(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
