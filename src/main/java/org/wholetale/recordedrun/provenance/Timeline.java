package org.wholetale.recordedrun.provenance;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;

/**
 * When what was executed.
 *
 * @param from when the first of them began, nanoseconds since the trace's start
 * @param to when the last known thing happened to one of them
 * @param rows in the order in which they began
 */
public record Timeline(long from, long to, List<Row> rows) {

  /**
   * An execution.
   *
   * @param from when it began, nanoseconds since the trace's start
   * @param to when it ended; null where that is not known
   * @param exit how its process ended with it; null where that went on, or its end is not known
   */
  public record Row(Execution execution, long from, @Nullable Long to, Event.@Nullable Exit exit) {}

  public Timeline {
    rows = List.copyOf(rows);
  }

  /** The executions of a run. */
  public static Timeline of(RunGraph graph) {
    List<Row> rows = graph.executions().stream().map(execution -> row(graph, execution)).toList();
    long from = rows.stream().mapToLong(Row::from).min().orElse(0);
    long to =
        rows.stream()
            .mapToLong(row -> Objects.requireNonNullElse(row.to(), row.from()))
            .max()
            .orElse(from);
    return new Timeline(from, to, rows);
  }

  private static Row row(RunGraph graph, Execution execution) {
    boolean last = graph.executions(execution.process()).getLast() == execution;
    return new Row(
        execution, execution.from(), execution.to(), last ? execution.process().exit() : null);
  }
}
