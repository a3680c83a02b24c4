package org.wholetale.recordedrun.recorder;

import org.wholetale.recordedrun.trace.ByteString;

/** Bytes as bpftrace's {@code %rx} writes them: {@code \x2f\x62}. */
final class HexBytes {

  private static final int CHARACTERS = 4;

  private HexBytes() {}

  static ByteString read(ByteString text) {
    byte[] bytes = new byte[text.length() / CHARACTERS];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(text.byteAt(CHARACTERS * i + 2), 16);
      bytes[i] = (byte) (high << 4 | Character.digit(text.byteAt(CHARACTERS * i + 3), 16));
    }
    return ByteString.copyOf(bytes);
  }
}
