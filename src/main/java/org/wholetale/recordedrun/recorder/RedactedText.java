package org.wholetale.recordedrun.recorder;

import java.io.ByteArrayOutputStream;
import org.wholetale.recordedrun.trace.ByteString;

/** A text while secrets in it are replaced, from its beginning to its end. */
final class RedactedText {

  /** What stands in place of a secret. */
  static final ByteString MARKER = ByteString.of("[redacted]");

  private final ByteString text;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(0);
  private int copied;

  RedactedText(ByteString text) {
    this.text = text;
  }

  /** Whether a marker begins here. */
  static boolean isMarkerAt(ByteString text, int index) {
    return text.length() - index >= MARKER.length()
        && text.substring(index, index + MARKER.length()).equals(MARKER);
  }

  /** Replaces what lies behind all that was replaced before; nothing where there is nothing. */
  void replace(int from, int to) {
    boolean isMarker = to - from == MARKER.length() && isMarkerAt(text, from);
    if (from < to && !isMarker) {
      copyUntil(from);
      out.writeBytes(MARKER.toByteArray());
      copied = to;
    }
  }

  /** The text, which is the very same object where nothing was replaced. */
  ByteString result() {
    if (copied == 0) {
      return text;
    }
    copyUntil(text.length());
    return ByteString.copyOf(out.toByteArray());
  }

  private void copyUntil(int end) {
    out.writeBytes(text.substring(copied, end).toByteArray());
  }
}
