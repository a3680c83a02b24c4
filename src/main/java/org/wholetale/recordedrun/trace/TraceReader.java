package org.wholetale.recordedrun.trace;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads the events of a segment, one at a time. */
public final class TraceReader {

  /** Takes events. */
  @FunctionalInterface
  public interface Sink {
    void accept(Event event) throws IOException;
  }

  private TraceReader() {}

  /**
   * Hands every event of a compressed segment to the sink, in order; events of types that this
   * version does not know are passed over.
   *
   * @param segment compressed; closed afterwards
   */
  public static void read(InputStream segment, Sink sink) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new ZstdInputStream(segment), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var event = EventJson.parse(line.getBytes(StandardCharsets.UTF_8));
        if (event.isPresent()) {
          sink.accept(event.get());
        }
      }
    }
  }
}
