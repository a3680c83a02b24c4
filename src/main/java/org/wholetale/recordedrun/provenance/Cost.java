package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run took of the machine.
 *
 * @param total of all processes together
 * @param processes each, what took most first
 */
public record Cost(ResourceTotals total, List<ProcessCost> processes) {

  private static final String LINE = "%10s %10s %10s %10s %10s  %s\n";
  private static final int MOST_LINES = 50;
  private static final int COMMAND_WIDTH = 100;

  public Cost {
    processes = List.copyOf(processes);
  }

  /** What a run took; by process as far as its trace tells. */
  public static Cost of(RunRecord run, ResourceTotals total) {
    return new Cost(total, ProcessCost.of(run));
  }

  /** For people; the last line ended. */
  public String text() {
    StringBuilder text = new StringBuilder(totalText()).append('\n');
    text.append(LINE.formatted("WALL", "CPU", "MEMORY", "READ", "WRITTEN", "PROCESS"));
    for (ProcessCost cost : processes.stream().limit(MOST_LINES).toList()) {
      text.append(
          LINE.formatted(
              seconds(cost.wallNanos()),
              seconds(cost.cpuNanos()),
              known(cost.maxRssBytes()),
              known(cost.readBytes()),
              known(cost.writtenBytes()),
              "%s [%d]"
                  .formatted(
                      ShellText.cut(CommandText.of(cost.process()), COMMAND_WIDTH),
                      cost.process().pid())));
    }
    if (processes.size() > MOST_LINES) {
      text.append("and %d more (--json has all)\n".formatted(processes.size() - MOST_LINES));
    }
    return text.toString();
  }

  /** For programs. */
  public JsonNode json() {
    ObjectNode object = AnswerJson.object();
    object.set("total", total.json());
    ArrayNode array = object.putArray("processes");
    for (ProcessCost cost : processes) {
      ObjectNode one = AnswerJson.process(cost.process());
      one.put("wallNanos", cost.wallNanos()).put("cpuNanos", cost.cpuNanos());
      one.put("maxRssBytes", cost.maxRssBytes());
      one.put("readBytes", cost.readBytes()).put("writtenBytes", cost.writtenBytes());
      array.add(one);
    }
    return object;
  }

  private String totalText() {
    List<String> parts = new ArrayList<>();
    if (total.cpuSeconds() != null) {
      parts.add(String.format(Locale.ROOT, "%.2f s on processors", total.cpuSeconds()));
    }
    add(parts, total.memoryPeakBytes(), "of memory at most");
    add(parts, total.readBytes(), "read from disks");
    add(parts, total.writtenBytes(), "written to disks");
    return parts.isEmpty()
        ? "what the run took of the machine is not known: the node does not count it"
        : "all together: " + String.join(", ", parts);
  }

  private static void add(List<String> parts, @Nullable Long bytes, String what) {
    if (bytes != null) {
      parts.add(bytes(bytes) + " " + what);
    }
  }

  private static String seconds(@Nullable Long nanos) {
    return nanos == null ? "?" : String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
  }

  private static String known(@Nullable Long bytes) {
    return bytes == null ? "-" : bytes(bytes);
  }

  /** Three digits and a decimal unit. */
  private static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < 3) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT,
        value < 9.995 ? "%.2f %sB" : value < 99.95 ? "%.1f %sB" : "%.0f %sB",
        value,
        List.of("k", "M", "G", "T").get(unit));
  }
}
