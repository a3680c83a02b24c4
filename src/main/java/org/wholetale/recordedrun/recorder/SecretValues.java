package org.wholetale.recordedrun.recorder;

import java.util.List;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Texts that are secrets wherever they stand. One that ends in {@code *} is the beginning of a
 * secret, which goes on to the next blank, quote or control character.
 */
final class SecretValues {

  /** Of a secret that a text's end cuts off, fewer bytes are no secret any more. */
  private static final int SHORTEST_REST = 3;

  private final List<Value> values;

  private record Value(ByteString text, boolean isBeginning) {

    static Value parse(String value) {
      boolean isBeginning = value.length() > 1 && value.endsWith("*");
      return new Value(
          ByteString.of(isBeginning ? value.substring(0, value.length() - 1) : value), isBeginning);
    }
  }

  private SecretValues(List<Value> values) {
    this.values = values;
  }

  static SecretValues of(List<String> values) {
    return new SecretValues(
        values.stream().filter(value -> !value.isEmpty()).map(Value::parse).toList());
  }

  /**
   * Replaces each of them. What is replaced already separates texts: nothing is found across it.
   *
   * @param cut whether the text may be the beginning of a longer one
   */
  ByteString redact(ByteString text, boolean cut) {
    if (values.isEmpty()) {
      return text;
    }
    RedactedText result = new RedactedText(text);
    int position = 0;
    while (position < text.length()) {
      int end = nextMarker(text, position);
      redact(text, position, end, cut && end == text.length(), result);
      position = end + RedactedText.MARKER.length();
    }
    return result.result();
  }

  private static int nextMarker(ByteString text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.byteAt(i) == '[' && RedactedText.isMarkerAt(text, i)) {
        return i;
      }
    }
    return text.length();
  }

  /** Secrets may overlap; what any of them covers goes. */
  private void redact(ByteString text, int from, int to, boolean cut, RedactedText result) {
    int secretFrom = from;
    int secretTo = from;
    int wordEnd = from;
    for (int i = from; i < to; i++) {
      if (i >= wordEnd) {
        wordEnd = wordEnd(text, i, to);
      }
      int end = endOfSecretAt(text, i, to, wordEnd, cut);
      if (end > i) {
        if (i > secretTo) {
          result.replace(secretFrom, secretTo);
          secretFrom = i;
        } else if (secretFrom == secretTo) {
          secretFrom = i;
        }
        secretTo = Math.max(secretTo, end);
      }
    }
    result.replace(secretFrom, secretTo);
  }

  /** Where the longest secret ends that begins here; the same place where none does. */
  private int endOfSecretAt(ByteString text, int at, int limit, int wordEnd, boolean cut) {
    int end = at;
    for (Value value : values) {
      int length = Math.min(value.text().length(), limit - at);
      if (!isBeginningAt(text, at, value.text(), length)) {
        continue;
      }
      if (length == value.text().length()) {
        int known = at + length;
        int whole = known <= wordEnd ? wordEnd : wordEnd(text, known - 1, limit);
        end = Math.max(end, value.isBeginning() ? whole : known);
      } else if (cut && length >= SHORTEST_REST) {
        end = limit;
      }
    }
    return end;
  }

  private static boolean isBeginningAt(ByteString text, int at, ByteString value, int length) {
    for (int i = 0; i < length; i++) {
      if (text.byteAt(at + i) != value.byteAt(i)) {
        return false;
      }
    }
    return length > 0;
  }

  private static int wordEnd(ByteString text, int from, int limit) {
    int end = from + 1;
    while (end < limit && isOfWord(text.byteAt(end))) {
      end++;
    }
    return end;
  }

  /** Bytes from 0x80 on are: they are negative here. */
  private static boolean isOfWord(byte b) {
    return (b > ' ' || b < 0) && b != '"' && b != '\'' && b != 0x7f;
  }
}
