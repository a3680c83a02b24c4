package org.wholetale.recordedrun.provenance;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;

/** When what was executed, as bars below each other. */
public final class TimelineText {

  /** Of start and duration, with the blanks behind them. */
  private static final int FIGURES = 22;

  private static final int NARROWEST_BAR = 20;

  private final Timeline timeline;
  private final int bar;
  private final int name;

  /**
   * @param width of all, in characters; less than 70 is taken for that
   */
  public TimelineText(Timeline timeline, int width) {
    this.timeline = timeline;
    int left = Math.max(70, width) - FIGURES - 1;
    this.bar = Math.max(NARROWEST_BAR, left / 2);
    this.name = left - bar;
  }

  /** A line an execution, with its last line ended. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%9s %9s   %s\n".formatted("START", "DURATION", "0" + end(seconds(length()), bar - 1)));
    for (Timeline.Row row : timeline.rows()) {
      Long to = row.to();
      text.append(
          "%9s %9s   %s %s\n"
              .formatted(
                  seconds(row.from() - timeline.from()),
                  to == null ? "?" : seconds(to - row.from()),
                  bar(row.from(), to),
                  ShellText.cut(words(row), Math.max(10, name))));
    }
    return text.toString();
  }

  private long length() {
    return Math.max(1, timeline.to() - timeline.from());
  }

  private String bar(long from, @Nullable Long to) {
    int begin = Math.min(bar - 1, place(from));
    int end = to == null ? bar : Math.max(begin + 1, place(to));
    return " ".repeat(begin) + "━".repeat(end - begin) + " ".repeat(bar - end);
  }

  private int place(long time) {
    double part = (double) (time - timeline.from()) / length();
    return Math.clamp(Math.round(part * bar), 0, bar);
  }

  private static String words(Timeline.Row row) {
    Event.Exec exec = row.execution().exec();
    Event.Exec program = row.execution().program();
    String what =
        exec != null
            ? CommandText.of(exec)
            : "(fork of %s)".formatted(program == null ? "?" : ProgramNames.of(program));
    Event.Exit exit = row.exit();
    if (exit == null) {
      return what;
    }
    if (exit.signal() != null) {
      return "[signal " + exit.signal() + "] " + what;
    }
    return exit.code() != null && exit.code() != 0 ? "[exit " + exit.code() + "] " + what : what;
  }

  private static String end(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
  }
}
