package org.wholetale.recordedrun.provenance;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.ResourceUsage;

/**
 * What one process took.
 *
 * @param wallNanos from when it was made until its end; null where that is not known
 * @param cpuNanos on processors, by the kernel's account; null where that is not known
 * @param maxRssBytes the most memory that it held at once, likewise
 * @param readBytes what calls like {@code read(2)} gave it, likewise; where there is no such
 *     account what the run recorded of files, pipes and sockets; null where neither is known
 * @param writtenBytes likewise
 */
public record ProcessCost(
    TracedProcess process,
    @Nullable Long wallNanos,
    @Nullable Long cpuNanos,
    @Nullable Long maxRssBytes,
    @Nullable Long readBytes,
    @Nullable Long writtenBytes) {

  private static final Comparator<Long> MOST_FIRST = Comparator.reverseOrder();

  /**
   * Those of all processes that executed or used anything, first what was longest on processors or,
   * where that is not known, longest there.
   */
  public static List<ProcessCost> of(RunRecord run) {
    RunGraph graph = run.graph();
    boolean bytes = RecordedKind.BYTES.isIn(run.description());
    return graph.processes().stream()
        .map(process -> of(process, graph.executions(process), bytes))
        .sorted(
            Comparator.comparing(ProcessCost::cpuNanos, Comparator.nullsLast(MOST_FIRST))
                .thenComparing(ProcessCost::wallNanos, Comparator.nullsFirst(MOST_FIRST))
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
    ResourceUsage usage = exit == null ? null : exit.usage();
    ResourceUsage.Io io = usage == null ? null : usage.io();
    return new ProcessCost(
        process,
        exit == null ? null : exit.time() - process.since(),
        usage == null ? null : usage.cpuNanos(),
        usage == null ? null : usage.maxRssBytes(),
        io != null ? Long.valueOf(io.rchar()) : bytes ? Long.valueOf(read) : null,
        io != null ? Long.valueOf(io.wchar()) : bytes ? Long.valueOf(written) : null);
  }
}
