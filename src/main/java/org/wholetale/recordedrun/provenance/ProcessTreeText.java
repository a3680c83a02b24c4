package org.wholetale.recordedrun.provenance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;

/** Draws a tree of processes. Without recursion: a tale may nest its processes at will. */
final class ProcessTreeText {

  /** Deeper processes are drawn at this depth, with their own said in figures. */
  private static final int DEEPEST = 40;

  /** A process to be drawn, with those that are drawn together with it. */
  private record Item(List<TracedProcess> processes, int depth, String prefix, boolean last) {

    TracedProcess first() {
      return processes.getFirst();
    }
  }

  private final ProcessTree tree;
  private final int width;
  private final StringBuilder text = new StringBuilder();
  private final Deque<Item> stack = new ArrayDeque<>();

  ProcessTreeText(ProcessTree tree, int width) {
    this.tree = tree;
    this.width = width;
  }

  String text() {
    push(tree.roots(), 0, "");
    while (!stack.isEmpty()) {
      Item item = stack.pop();
      draw(item);
      push(item.first().children(), item.depth() + 1, prefixBelow(item));
    }
    return text.toString();
  }

  private static String prefixBelow(Item item) {
    if (item.depth() == 0 || item.depth() >= DEEPEST) {
      return item.prefix();
    }
    return item.prefix() + (item.last() ? "   " : "│  ");
  }

  private void push(List<TracedProcess> processes, int depth, String prefix) {
    List<List<TracedProcess>> groups = grouped(processes);
    for (int i = groups.size() - 1; i >= 0; i--) {
      stack.push(new Item(groups.get(i), depth, prefix, i == groups.size() - 1));
    }
  }

  /** Forks that did nothing of their own and are told by the same words become one line. */
  private List<List<TracedProcess>> grouped(List<TracedProcess> processes) {
    List<List<TracedProcess>> groups = new ArrayList<>();
    for (TracedProcess process : processes) {
      TracedProcess before = groups.isEmpty() ? null : groups.getLast().getFirst();
      if (before != null && isSame(before, process)) {
        groups.getLast().add(process);
      } else {
        groups.add(new ArrayList<>(List.of(process)));
      }
    }
    return groups;
  }

  private boolean isSame(TracedProcess a, TracedProcess b) {
    return a.isBareFork()
        && b.isBareFork()
        && CommandText.of(a).equals(CommandText.of(b))
        && end(a.exit()).equals(end(b.exit()));
  }

  private void draw(Item item) {
    if (item.depth() > 0) {
      text.append(item.prefix()).append(item.last() ? "└─ " : "├─ ");
    }
    if (item.depth() > DEEPEST) {
      text.append("[depth ").append(item.depth()).append("] ");
    }
    TracedProcess process = item.first();
    text.append(ShellText.cut(CommandText.of(process), width));
    int count = item.processes().size();
    if (count > 1) {
      text.append(" x ").append(count).append(" [").append(end(process.exit()));
    } else {
      text.append(" [").append(end(process.exit())).append(duration(process));
    }
    int failed = process.failures().size();
    if (failed > 0) {
      text.append(", ").append(failed).append(failed == 1 ? " failed exec" : " failed execs");
    }
    if (item.depth() == 0 && tree.hasEntered(process)) {
      text.append(", came from outside");
    }
    text.append("]\n");
  }

  private String end(Event.@Nullable Exit exit) {
    if (exit == null) {
      return tree.recordsExits() ? "still running at the end of the trace" : "end not recorded";
    }
    return exit.signal() == null ? "exit " + exit.code() : "signal " + exit.signal();
  }

  private static String duration(TracedProcess process) {
    Event.Exit exit = process.exit();
    if (exit == null) {
      return "";
    }
    return ", " + text(Duration.ofNanos(exit.time() - process.since()));
  }

  private static String text(Duration life) {
    if (life.toSeconds() >= 1) {
      return String.format(Locale.ROOT, "%.1f s", life.toMillis() / 1e3);
    }
    return life.toMillis() >= 1 ? life.toMillis() + " ms" : "<1 ms";
  }
}
