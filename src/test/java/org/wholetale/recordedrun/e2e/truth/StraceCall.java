package org.wholetale.recordedrun.e2e.truth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A system call as strace prints it.
 *
 * @param thread its number
 * @param arguments as they are printed
 * @param result as it is printed; {@code ?} where there is none
 */
record StraceCall(int thread, String name, List<String> arguments, String result) {

  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  /** Reads {@code name(arguments) = result}. */
  static StraceCall parse(int thread, String text) {
    int open = text.indexOf('(');
    int close = open < 0 ? -1 : end(text, open + 1, ')');
    int equals = close < 0 ? -1 : text.indexOf("= ", close);
    if (equals < 0) {
      throw new IllegalArgumentException("not a system call: " + text);
    }
    return new StraceCall(
        thread,
        text.substring(0, open),
        split(text.substring(open + 1, close)),
        text.substring(equals + 2));
  }

  boolean succeeded() {
    return !result.startsWith("-") && !result.startsWith("?");
  }

  /** Whether it failed; some have neither failed nor succeeded when their process ends. */
  boolean failed() {
    return result.startsWith("-");
  }

  int number() {
    return Integer.parseInt(result);
  }

  /** The text that an argument is. */
  String text(int argument) {
    return unquoted(arguments.get(argument));
  }

  /** The texts that an argument is a list of. */
  List<String> texts(int argument) {
    String list = arguments.get(argument);
    return split(list.substring(1, list.length() - 1)).stream().map(StraceCall::unquoted).toList();
  }

  /** What a descriptor that was passed is open on. */
  String descriptor(int argument) {
    return target(arguments.get(argument));
  }

  /** What the descriptor that it came back with is open on. */
  String opened() {
    return target(result);
  }

  private static String target(String descriptor) {
    int open = descriptor.indexOf('<');
    if (open < 0) {
      throw new IllegalArgumentException("no descriptor with a path: " + descriptor);
    }
    return plain(descriptor.substring(open + 1, unescaped(descriptor, open + 1, '>')));
  }

  private static String unquoted(String argument) {
    if (argument.length() < 2 || !argument.startsWith("\"") || !argument.endsWith("\"")) {
      throw new IllegalArgumentException("no whole text: " + argument);
    }
    return plain(argument.substring(1, argument.length() - 1));
  }

  /** Splits at the commas that stand in nothing else. */
  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from < list.length()) {
      int to = end(list, from, ',');
      to = to < 0 ? list.length() : to;
      parts.add(list.substring(from, to).strip());
      from = to + 1;
    }
    return parts;
  }

  /** Where the character stands first that is in no text, path or bracket; -1 where it does not. */
  private static int end(String text, int from, char character) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (depth == 0 && c == character) {
        return at;
      }
      if (c == '"') {
        at = unescaped(text, at + 1, '"');
      } else if (c == '<') {
        at = unescaped(text, at + 1, '>');
      } else if (OPENING.indexOf(c) >= 0) {
        depth++;
      } else if (CLOSING.indexOf(c) >= 0) {
        depth--;
      }
      at++;
    }
    return -1;
  }

  /** Where the character stands first that no backslash precedes. */
  private static int unescaped(String text, int from, char character) {
    int at = from;
    while (at < text.length() && text.charAt(at) != character) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  /** What is escaped as in C. */
  private static String plain(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < escaped.length()) {
      char c = escaped.charAt(at++);
      if (c != '\\') {
        bytes.write(c);
      } else if (Character.digit(escaped.charAt(at), 8) >= 0) {
        int value = 0;
        for (int i = 0; i < 3 && at < escaped.length(); i++) {
          int digit = Character.digit(escaped.charAt(at), 8);
          if (digit < 0) {
            break;
          }
          value = value * 8 + digit;
          at++;
        }
        bytes.write(value);
      } else {
        char letter = escaped.charAt(at++);
        int known = "tnvfr".indexOf(letter);
        bytes.write(known < 0 ? letter : "\t\n\u000b\f\r".charAt(known));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
