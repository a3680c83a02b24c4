package org.wholetale.recordedrun.e2e.truth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls that {@code strace -f} has written down, in the order in which they began; one
 * that strace began in one line and ended in another is whole here. Calls that never came back are
 * left out.
 */
final class StraceLog {

  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
  private static final String UNFINISHED = " <unfinished ...>";

  /** A call whose end may stand further below. */
  private record Begun(int thread, StringBuilder text) {}

  private StraceLog() {}

  static List<StraceCall> parse(List<String> lines) {
    List<Begun> calls = new ArrayList<>();
    Map<Integer, Begun> unfinished = new HashMap<>();
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException("not a line of strace -f: " + line);
      }
      int thread = Integer.parseInt(parts.group(1));
      String text = parts.group(2);
      Matcher resumed = RESUMED.matcher(text);
      if (resumed.matches()) {
        Begun call = unfinished.remove(thread);
        if (call == null) {
          throw new IllegalArgumentException("what is resumed did not begin: " + line);
        }
        call.text().append(resumed.group(1));
      } else if (text.endsWith(UNFINISHED)) {
        Begun call =
            new Begun(
                thread, new StringBuilder(text.substring(0, text.length() - UNFINISHED.length())));
        calls.add(call);
        unfinished.put(thread, call);
      } else if (!isRemark(text)) {
        calls.add(new Begun(thread, new StringBuilder(text)));
      }
    }
    calls.removeAll(unfinished.values());
    return calls.stream()
        .map(call -> StraceCall.parse(call.thread(), call.text().toString()))
        .toList();
  }

  /** A signal, or the process's end. */
  private static boolean isRemark(String text) {
    return text.startsWith("--- ") || text.startsWith("+++ ");
  }
}
