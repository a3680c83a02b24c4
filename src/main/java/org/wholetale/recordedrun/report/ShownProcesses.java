package org.wholetale.recordedrun.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.TracedProcess;

/**
 * The processes of a run that its report shows, and what they executed: all, or those that began
 * first. The place of a process is its number; each comes after the one that made it.
 */
final class ShownProcesses {

  private final List<TracedProcess> processes;
  private final int total;
  private final List<Execution> executions = new ArrayList<>();
  private final Map<Integer, Integer> executionPlaces = new HashMap<>();

  ShownProcesses(RunGraph graph, int most) {
    this.processes = graph.tree().all().stream().limit(most).toList();
    this.total = graph.tree().all().size();
    for (Execution execution : graph.executions()) {
      if (execution.process().number() < processes.size()) {
        executionPlaces.put(execution.number(), executions.size());
        executions.add(execution);
      }
    }
  }

  /** How many there are, those left out too. */
  int total() {
    return total;
  }

  List<TracedProcess> processes() {
    return processes;
  }

  List<Execution> executions() {
    return executions;
  }

  /** The place of an execution; null where it is left out. */
  @Nullable Integer place(Execution execution) {
    return executionPlaces.get(execution.number());
  }
}
