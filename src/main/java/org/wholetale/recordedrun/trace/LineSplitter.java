package org.wholetale.recordedrun.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes, none so long that it would fill the memory. */
final class LineSplitter {

  /** Above the longest command line that Linux takes, with all its bytes escaped. */
  static final int LONGEST = 32 << 20;

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;

  LineSplitter(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * The next line, without its end; null where there is none.
   *
   * @throws IOException where it is longer than it may be
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean begun = false;
    while (from < to || fill()) {
      begun = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      from = end + 1;
      if (end < to) {
        return line.toByteArray();
      }
      if (line.size() > longest) {
        throw new IOException("a line has more than %d bytes".formatted(longest));
      }
    }
    return begun ? line.toByteArray() : null;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }
}
