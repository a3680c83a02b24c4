package org.wholetale.recordedrun.archive;

/** Text with names in it that a tale chose, made fit for a terminal and for reading by lines. */
public final class OneLine {

  private OneLine() {}

  /** The text with everything that is not to be seen spelled out, a newline as its code point. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(line, c));
    return line.toString();
  }

  private static void append(StringBuilder line, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          line.append("\\u{%x}".formatted(c));
      default -> line.appendCodePoint(c);
    }
  }
}
