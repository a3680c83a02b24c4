package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines of bytes: several hundred thousand a second, in a storm. */
final class LineReader {

  /** Takes a line, without its newline; the bytes are its own only until it returns. */
  interface Sink {
    void line(byte[] buffer, int from, int to);
  }

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Hands on every line that is ended by a newline and not empty. */
  void readAll(Sink sink) throws IOException {
    int filled = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer, filled, buffer.length - filled)) {
      int from = 0;
      for (int i = filled; i < filled + n; i++) {
        if (buffer[i] == '\n') {
          if (i > from) {
            sink.line(buffer, from, i);
          }
          from = i + 1;
        }
      }
      filled = filled + n - from;
      System.arraycopy(buffer, from, buffer, 0, filled);
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
    }
  }
}
