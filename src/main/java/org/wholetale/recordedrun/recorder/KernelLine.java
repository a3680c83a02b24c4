package org.wholetale.recordedrun.recorder;

import org.wholetale.recordedrun.trace.ByteString;

/**
 * A line that one of the probes wrote: a letter, then numbers, then at most one string.
 *
 * @param kind the letter
 * @param cpu the processor it was written on
 * @param number counts the lines of that processor, from 1, without holes
 * @param time nanoseconds since boot
 * @param text the whole line
 * @param fields where in the text the kind's own fields begin
 * @see "docs/kernel-lines.md"
 */
record KernelLine(char kind, int cpu, long number, long time, ByteString text, int fields) {

  /** The letters of lines that are numbered events, all but B, H and M. */
  static final String EVENTS = "DFAXQWOCNRUGESKJLPYVIT";

  /** Parses a numbered line. */
  static KernelLine parse(ByteString text) {
    Fields fields = new Fields(text, 2);
    int cpu = fields.nextInt();
    long number = fields.nextLong();
    long time = fields.nextLong();
    return new KernelLine((char) text.byteAt(0), cpu, number, time, text, fields.position());
  }

  /** Reads the kind's own fields, from the first. */
  Fields open() {
    return new Fields(text, fields);
  }

  /** Reads fields separated by single spaces. */
  static final class Fields {
    private final ByteString text;
    private int position;

    Fields(ByteString text, int position) {
      this.text = text;
      this.position = position;
    }

    int position() {
      return position;
    }

    /** Passes over so many numbers. */
    Fields skip(int fields) {
      for (int i = 0; i < fields; i++) {
        nextLong();
      }
      return this;
    }

    int nextInt() {
      return Math.toIntExact(nextLong());
    }

    /** A decimal number; one above 2^63 comes out negative, as an unsigned long. */
    long nextLong() {
      return next(10);
    }

    long nextHex() {
      return next(16);
    }

    /** All that is left: the line's one string. */
    ByteString rest() {
      ByteString rest = text.substring(Math.min(position, text.length()), text.length());
      position = text.length();
      return rest;
    }

    private long next(int radix) {
      boolean negative = position < text.length() && text.byteAt(position) == '-';
      if (negative) {
        position++;
      }
      long value = 0;
      int digits = 0;
      while (position < text.length() && text.byteAt(position) != ' ') {
        int digit = Character.digit(text.byteAt(position++), radix);
        if (digit < 0) {
          throw malformed();
        }
        value = value * radix + digit;
        digits++;
      }
      if (digits == 0) {
        throw malformed();
      }
      position++;
      return negative ? -value : value;
    }

    private IllegalArgumentException malformed() {
      // Not what follows: it may hold what is to be redacted, and this is told and logged.
      return new IllegalArgumentException(
          "a kernel line with a malformed number: "
              + text.substring(0, Math.min(position, text.length())));
    }
  }
}
