package org.wholetale.recordedrun.provenance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Names and arguments as a shell would take them, on one line: whatever bytes a tale chose, they
 * neither forge lines nor reach the terminal as commands.
 */
public final class ShellText {

  private static final String HEX = "0123456789abcdef";
  private static final String SAFE_PUNCTUATION = "_@%+=:,./-";

  private ShellText() {}

  /**
   * One word: as it is where that is safe, else in single quotes, else in a shell's {@code $'...'}.
   */
  public static String quote(ByteString word) {
    Optional<String> text = word.utf8();
    if (text.isEmpty() || !text.get().codePoints().allMatch(ShellText::isVisible)) {
      return escaped(word, text);
    }
    return quote(text.get());
  }

  /**
   * A name for people, not for a shell: as it is but for the backslash and what does not show as
   * itself, which are written as within {@code $'...'}.
   */
  public static String visible(ByteString word) {
    Optional<String> text = word.utf8();
    StringBuilder out = new StringBuilder();
    if (text.isPresent()) {
      text.get()
          .codePoints()
          .forEach(c -> {
            if (c == '\\' || !isVisible(c)) {
              bytes(out, ByteString.of(Character.toString(c)));
            } else {
              out.appendCodePoint(c);
            }
          });
    } else {
      bytes(out, word);
    }
    return out.toString();
  }

  /** A command line, its words quoted. */
  public static String commandLine(List<ByteString> arguments) {
    return arguments.stream().map(ShellText::quote).collect(Collectors.joining(" "));
  }

  /** The same of words that are text. */
  public static String commandLineOf(List<String> arguments) {
    return commandLine(arguments.stream().map(ByteString::of).toList());
  }

  /**
   * The beginning of a text, {@code ...} in place of the rest where it is longer.
   *
   * @param width in characters, the dots included; at least 3
   */
  public static String cut(String text, int width) {
    if (text.codePointCount(0, text.length()) <= width) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, width - 3)) + "...";
  }

  private static String quote(String visible) {
    if (!visible.isEmpty() && visible.chars().allMatch(ShellText::isSafe)) {
      return visible;
    }
    return "'" + visible.replace("'", "'\\''") + "'";
  }

  private static boolean isSafe(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SAFE_PUNCTUATION.indexOf(c) >= 0;
  }

  /** Whether a character shows as itself; one that turns the direction of text does not. */
  public static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String escaped(ByteString word, Optional<String> text) {
    StringBuilder out = new StringBuilder("$'");
    if (text.isPresent()) {
      text.get()
          .codePoints()
          .forEach(c -> {
            if (c < 0x80 || !isVisible(c)) {
              bytes(out, ByteString.of(Character.toString(c)));
            } else {
              out.appendCodePoint(c);
            }
          });
    } else {
      bytes(out, word);
    }
    return out.append('\'').toString();
  }

  private static void bytes(StringBuilder out, ByteString bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      byte b = bytes.byteAt(i);
      switch (b) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\'', '\\' -> out.append('\\').append((char) b);
        default -> {
          if (b >= 0x20 && b < 0x7f) {
            out.append((char) b);
          } else {
            out.append("\\x").append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
          }
        }
      }
    }
  }
}
