package org.wholetale.recordedrun.recorder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.Redaction;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * The names of options and variables whose values are secrets: each that one of the known names is
 * a part of, as {@code TOKEN} is of {@code --api-token}.
 */
final class SecretNames {

  /** The usual ones. */
  private static final List<String> DEFAULTS =
      List.of(
          "AUTHORIZATION",
          "CREDENTIAL",
          "GIRDER",
          "KEY",
          "PASSPHRASE",
          "PASSWD",
          "PASSWORD",
          "SECRET",
          "TOKEN");

  private final List<byte[]> parts;

  private SecretNames(List<byte[]> parts) {
    this.parts = parts;
  }

  static SecretNames of(Redaction redaction) {
    Stream<String> defaults = redaction.usesDefaults() ? DEFAULTS.stream() : Stream.of();
    return new SecretNames(
        Stream.concat(defaults, redaction.namesOrEmpty().stream())
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .map(SecretNames::folded)
            .toList());
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether a part of a text is such a name. */
  boolean cover(ByteString text, int from, int to) {
    for (byte[] part : parts) {
      for (int i = from; i <= to - part.length; i++) {
        if (isAt(text, i, part)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAt(ByteString text, int index, byte[] part) {
    for (int i = 0; i < part.length; i++) {
      if (folded(text.byteAt(index + i)) != part[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] folded(byte[] name) {
    byte[] folded = new byte[name.length];
    for (int i = 0; i < name.length; i++) {
      folded[i] = folded(name[i]);
    }
    return folded;
  }

  /** {@code --db-pass} and {@code DB_PASS} are one name. */
  private static byte folded(byte b) {
    if (b >= 'A' && b <= 'Z') {
      return (byte) (b + 'a' - 'A');
    }
    return b == '-' ? (byte) '_' : b;
  }
}
