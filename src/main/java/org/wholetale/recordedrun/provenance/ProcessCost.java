package org.wholetale.recordedrun.provenance;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;

/**
 * What one process took.
 *
 * @param wallNanos from when it was made until its end; null where that is not known
 * @param readBytes from files, pipes and sockets, or from pipes and sockets alone where no more was
 *     recorded; null where nothing of it was
 * @param writtenBytes likewise
 */
public record ProcessCost(
    TracedProcess process,
    @Nullable Long wallNanos,
    @Nullable Long readBytes,
    @Nullable Long writtenBytes) {

  /** Those of all processes that executed or used anything, the longest first. */
  public static List<ProcessCost> of(RunRecord run) {
    RunGraph graph = run.graph();
    boolean bytes = RecordedKind.BYTES.isIn(run.description());
    return graph.processes().stream()
        .map(process -> of(process, graph.executions(process), bytes))
        .sorted(
            Comparator.comparing(
                    ProcessCost::wallNanos, Comparator.nullsFirst(Comparator.<Long>reverseOrder()))
                .thenComparingLong(cost -> cost.process().since()))
        .toList();
  }

  private static ProcessCost of(
      TracedProcess process, Collection<Execution> executions, boolean bytes) {
    long read = 0;
    long written = 0;
    for (Execution execution : executions) {
      for (FileUse use : execution.files()) {
        read += use.bytesRead();
        written += use.bytesWritten();
      }
      for (ChannelUse use : execution.channels()) {
        read += use.read();
        written += use.written();
      }
    }
    Event.Exit exit = process.exit();
    return new ProcessCost(
        process,
        exit == null ? null : exit.time() - process.since(),
        bytes ? read : null,
        bytes ? written : null);
  }
}
