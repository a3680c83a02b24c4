package org.wholetale.recordedrun.format;

import org.wholetale.recordedrun.trace.ByteString;

/** Names of any bytes as parts of IRIs. */
final class Iris {

  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  private static final String HEX = "0123456789ABCDEF";

  private Iris() {}

  /** A path, slashes kept, every byte percent-encoded that is not plain; equal for equal bytes. */
  static String encoded(ByteString path) {
    StringBuilder iri = new StringBuilder(path.length());
    for (byte b : path.toByteArray()) {
      if (b > 0 && PLAIN.indexOf(b) >= 0) {
        iri.append((char) b);
      } else {
        iri.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return iri.toString();
  }
}
