package org.wholetale.recordedrun.recorder;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.provenance.FileInventory;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.trace.Event;

/**
 * What is in a trace: in figures, by file, and as a graph as long as that is not too large; follows
 * the events as they pass, in their order.
 */
final class TraceContents {

  private static final Logger LOG = LoggerFactory.getLogger(TraceContents.class);

  /** Bytes that a graph may take of the recorder's heap of 256 MiB. */
  private static final long LARGEST_GRAPH = 96L << 20;

  private final long largestGraph;
  private final TraceTotals totals = new TraceTotals();
  private final FileInventory inventory = new FileInventory();
  private @Nullable RunGraph graph = new RunGraph(inventory);
  private String whyNoGraph = "";

  TraceContents() {
    this(LARGEST_GRAPH);
  }

  /**
   * @param largestGraph bytes
   */
  TraceContents(long largestGraph) {
    this.largestGraph = largestGraph;
  }

  void accept(Event event) {
    totals.accept(event);
    if (graph == null) {
      inventory.accept(event);
    } else {
      follow(graph, event);
    }
  }

  /** To record is what matters: a graph that cannot be had must not keep anybody from that. */
  private void follow(RunGraph to, Event event) {
    try {
      to.accept(event);
      if (to.footprint() > largestGraph) {
        drop(
            "the run is too large for the recorder's memory: %d processes, %d executions"
                .formatted(to.tree().all().size(), to.executions().size()));
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("no provenance of this run");
      drop("the recorder failed to follow the run: " + e);
    }
  }

  private void drop(String why) {
    graph = null;
    whyNoGraph = why;
  }

  TraceFigures figures() {
    return totals.figures(inventory.filesRead(), inventory.filesWritten());
  }

  FileInventory inventory() {
    return inventory;
  }

  /** What the run did; empty where that was too much to be kept. */
  Optional<RunGraph> graph() {
    return Optional.ofNullable(graph);
  }

  /** Why there is no graph; empty where there is one. */
  String whyNoGraph() {
    return whyNoGraph;
  }
}
