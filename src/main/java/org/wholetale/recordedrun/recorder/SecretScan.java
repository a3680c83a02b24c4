package org.wholetale.recordedrun.recorder;

import org.wholetale.recordedrun.trace.ByteString;

/**
 * One pass over a text for secrets in the forms in which people and programs write them: {@code
 * NAME=value}, {@code NAME: value}, {@code --name value}, {@code Bearer value}; in shells, headers,
 * JSON and programs alike. It knows quotes, but no language: where it is not sure how far a value
 * goes, it takes more.
 *
 * <p>Takes time in proportion to the text's length, whatever the text. Finds the same places again
 * in what comes out of it.
 */
final class SecretScan {

  /** What a text is, which says how far a value goes. */
  enum Kind {
    /** Some program's text: a value ends as in a shell. */
    CODE,
    /** An argument: the value of one that begins with a name is all the rest of it. */
    ARGUMENT,
    /** The name of a file: a value is all the rest of it. */
    FILE_NAME
  }

  private static final String BEARER = "bearer";

  private final SecretNames names;
  private final boolean bearers;
  private final ByteString text;
  private final RedactedText result;

  /** A value of a name that ends before here is all the rest. */
  private final int wholeUntil;

  private int position;

  /** Before here all is decided; a name does not reach further back. */
  private int decided;

  /** The quote that the position lies in; 0 where it lies in none. */
  private byte quote;

  private SecretScan(SecretNames names, boolean bearers, ByteString text, Kind kind) {
    this.names = names;
    this.bearers = bearers;
    this.text = text;
    this.result = new RedactedText(text);
    this.wholeUntil =
        switch (kind) {
          case CODE -> 0;
          case ARGUMENT -> namesEnd();
          case FILE_NAME -> text.length();
        };
  }

  /**
   * Replaces the secrets in a text.
   *
   * @param bearers whether those are looked for, beside names
   */
  static ByteString redact(SecretNames names, boolean bearers, ByteString text, Kind kind) {
    return new SecretScan(names, bearers, text, kind).run();
  }

  /** Where the run of bytes that may be a name's ends. */
  static int nameEnd(ByteString text, int from) {
    int end = from;
    while (end < text.length() && isOfName(text.byteAt(end))) {
      end++;
    }
    return end;
  }

  /** Whether something looks like an option rather than like the value of one. */
  static boolean isOption(ByteString text, int from) {
    int next = from + 1;
    if (next >= text.length() || text.byteAt(from) != '-') {
      return false;
    }
    if (text.byteAt(next) == '-') {
      return next + 1 == text.length() || isLetter(text.byteAt(next + 1));
    }
    return isLetter(text.byteAt(next)) && (next + 1 == text.length() || isBlank(text, next + 1));
  }

  private ByteString run() {
    while (position < text.length()) {
      byte b = text.byteAt(position);
      switch (b) {
        case '\\' -> position += quote == '\'' ? 1 : 2;
        case '"', '\'' -> {
          if (quote == 0) {
            quote = b;
          } else if (quote == b) {
            quote = 0;
          }
          position++;
        }
        case ':' -> assignment(true);
        case '=' -> assignment(false);
        case ' ', '\t', ',' -> word();
        default -> position++;
      }
    }
    return result.result();
  }

  /** At what may stand between a name and its value. */
  private void assignment(boolean isColon) {
    int end = position;
    while (end > decided && mayFollowName(text.byteAt(end - 1)) && !isEndOfMarker(end)) {
      end--;
    }
    if (!names.cover(text, nameStart(end), end)) {
      position++;
      return;
    }
    int from = position + 1;
    while (isAt(from, '=') || isAt(from, ':') || isAt(from, '>') || isAt(from, '~')) {
      from++;
    }
    boolean isHeader = isColon && from < text.length() && isBlank(text, from);
    value(blanksEnd(from, isHeader), isHeader, end < wholeUntil);
  }

  /** Behind a word, which may be an option that the next one is the value of. */
  private void word() {
    int end = position;
    while (end > decided && isQuote(text.byteAt(end - 1))) {
      end--;
    }
    int start = nameStart(end);
    boolean isOption = start < end && text.byteAt(start) == '-' && names.cover(text, start, end);
    if (!isOption && !(bearers && isBearer(start, end))) {
      // Not looking ahead: at each of many blanks that would be over all the others.
      position++;
      return;
    }
    int from = blanksEnd(position + 1, text.byteAt(position) == ',');
    if (isOption && isOption(text, from)) {
      position = from;
    } else {
      value(from, false, false);
    }
  }

  private void value(int from, boolean isHeader, boolean isWhole) {
    int length = text.length();
    if (from >= length || isWhole) {
      replace(from, length, length);
      return;
    }
    boolean isEscaped = text.byteAt(from) == '\\' && from + 1 < length;
    int open = isEscaped ? from + 1 : from;
    byte b = text.byteAt(open);
    int behind = from;
    if (isQuote(b) && (isEscaped || b != quote)) {
      int close = isEscaped ? escapedQuote(open + 1, b) : closing(open + 1, b);
      behind = Math.min(length, close + (isEscaped ? 2 : 1));
      if (close < length && isEndOfQuoted(behind)) {
        replace(open + 1, close, behind);
        return;
      }
    }
    int end = rest(behind, isHeader);
    replace(from, end, end);
  }

  /** Where a value ends that is not, or not only, in quotes of its own. */
  private int rest(int from, boolean isHeader) {
    if (quote != 0) {
      return closing(from, quote);
    }
    int i = from;
    while (i < text.length() && (isHeader ? text.byteAt(i) != '\n' : !endsWord(text.byteAt(i)))) {
      byte b = text.byteAt(i);
      if (b == '\\') {
        i++;
      } else if (isQuote(b) && !isHeader) {
        i = closing(i + 1, b);
      }
      i++;
    }
    return Math.min(i, text.length());
  }

  private int closing(int from, byte mark) {
    int i = from;
    while (i < text.length() && text.byteAt(i) != mark) {
      i += text.byteAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, text.length());
  }

  private int escapedQuote(int from, byte mark) {
    int i = from;
    while (i < text.length() && !(text.byteAt(i) == '\\' && isAt(i + 1, mark))) {
      i++;
    }
    return i;
  }

  private void replace(int from, int to, int next) {
    result.replace(from, to);
    position = next;
    decided = next;
  }

  private int nameStart(int end) {
    int start = end;
    while (start > decided && isOfName(text.byteAt(start - 1))) {
      start--;
    }
    return start;
  }

  /** Where the names end that a text begins with, as in {@code --env=NAME=}. */
  private int namesEnd() {
    int end = nameEnd(text, 0);
    while (isAt(end, '=') || isAt(end, ':') || isAt(end, '/')) {
      end = nameEnd(text, end + 1);
    }
    return end;
  }

  /** Where the blanks end; a line that a backslash continues goes on. */
  private int blanksEnd(int from, boolean withLines) {
    int end = from;
    while (end < text.length()) {
      byte b = text.byteAt(end);
      if (b == '\\' && isAt(end + 1, '\n')) {
        end += 2;
      } else if (b == ' ' || b == '\t' || (withLines && (b == '\n' || b == '\r'))) {
        end++;
      } else {
        break;
      }
    }
    return end;
  }

  private boolean isBearer(int start, int end) {
    return end - start == BEARER.length()
        && text.substring(start, end).toString().equalsIgnoreCase(BEARER);
  }

  private boolean isEndOfMarker(int end) {
    int start = end - RedactedText.MARKER.length();
    return start >= 0 && text.byteAt(end - 1) == ']' && RedactedText.isMarkerAt(text, start);
  }

  private boolean isEndOfQuoted(int index) {
    return index >= text.length()
        || endsWord(text.byteAt(index))
        || ",}]".indexOf(text.byteAt(index)) >= 0
        || text.byteAt(index) == quote;
  }

  private boolean isAt(int index, int b) {
    return index < text.length() && text.byteAt(index) == b;
  }

  private static boolean mayFollowName(byte b) {
    return isQuote(b) || " \t\\])}+?!".indexOf(b) >= 0;
  }

  private static boolean isBlank(ByteString text, int index) {
    byte b = text.byteAt(index);
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  private static boolean endsWord(byte b) {
    return " \t\n\r;|&()<>`".indexOf(b) >= 0;
  }

  private static boolean isQuote(byte b) {
    return b == '"' || b == '\'';
  }

  private static boolean isOfName(byte b) {
    return isLetter(b) || (b >= '0' && b <= '9') || b == '_' || b == '-' || b == '.';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
