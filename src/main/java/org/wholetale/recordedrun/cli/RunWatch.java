package org.wholetale.recordedrun.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.local.node.NodeConfig;

/** Watches runs to their end and tells how they go. */
final class RunWatch {

  private final KubernetesClient client;
  private final PrintWriter out;
  private final long startMillis;
  private final Clock clock;
  private final Map<String, RecordedRun> runs = new LinkedHashMap<>();
  private final Map<String, String> told = new LinkedHashMap<>();

  RunWatch(KubernetesClient client, PrintWriter out, Clock clock) {
    this.client = client;
    this.out = out;
    this.clock = clock;
    this.startMillis = clock.millis();
    client.resources(RecordedRun.class).inAnyNamespace().inform(new Handler());
  }

  /** Has a run watched that was just created. */
  synchronized void add(GenericKubernetesResource created) {
    RecordedRun run =
        Objects.requireNonNull(
            client
                .resources(RecordedRun.class)
                .inNamespace(created.getMetadata().getNamespace())
                .withName(created.getMetadata().getName())
                .get());
    runs.putIfAbsent(run.getMetadata().getUid(), run);
    tell(runs.get(run.getMetadata().getUid()));
  }

  /** Asks every run to stop. */
  synchronized void cancelAll() {
    for (RecordedRun run : runs.values()) {
      if (!phase(run).isTerminal()) {
        try {
          client
              .resource(run)
              .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}");
        } catch (KubernetesClientException e) {
          out.printf("%s cannot be cancelled: %s%n", run.getMetadata().getName(), e.getMessage());
        }
      }
    }
  }

  /** Waits until all runs have ended. */
  synchronized void awaitAll() throws InterruptedException {
    while (runs.values().stream().anyMatch(run -> !phase(run).isTerminal())) {
      wait();
    }
  }

  /** Prints a line for each run. */
  synchronized void printTable() {
    String line = "%-24s %-10s %-5s %-6s %-9s %s%n";
    out.println();
    out.printf(line, "NAME", "PHASE", "EXIT", "TRACE", "DURATION", "ARCHIVE");
    for (RecordedRun run : runs.values()) {
      RecordedRunStatus status = run.getStatus();
      TraceSummary trace = status.trace();
      out.printf(
          line,
          run.getMetadata().getName(),
          status.phase(),
          text(status.exitCode()),
          status.condition(ConditionType.TraceComplete).map(c -> c.getStatus()).orElse(""),
          text(status.duration()),
          trace == null ? "" : trace.uri());
    }
    out.println();
    for (RecordedRun run : runs.values()) {
      TraceSummary trace = run.getStatus().trace();
      if (trace != null && trace.manifestSha256() != null) {
        RunSummary.printVerify(out, trace.manifestSha256(), String.valueOf(trace.uri()));
      }
      run.getStatus()
          .condition(ConditionType.WrittenBack)
          .filter(condition -> "False".equals(condition.getStatus()))
          .ifPresent(condition ->
              out.printf("%s: %s%n", run.getMetadata().getName(), condition.getMessage()));
    }
    out.flush();
  }

  /**
   * Tells where the events of runs lie that could not be archived.
   *
   * @return whether all were
   */
  synchronized boolean printSpools(NodeConfig node) {
    boolean archived = true;
    for (RecordedRun run : runs.values()) {
      boolean missing =
          run.getStatus()
              .condition(ConditionType.Archived)
              .map(condition -> "False".equals(condition.getStatus()))
              .orElse(false);
      if (missing && run.getStatus().podName() != null) {
        archived = false;
        out.printf("%s: %s%n", run.getMetadata().getName(), run.getStatus().message());
      }
    }
    if (!archived) {
      out.printf("what was recorded lies below %s%n", node.state());
      out.flush();
    }
    return archived;
  }

  /** The first code of a run that is not 0: the tale's own, or 125 where recording failed. */
  synchronized int exitCode() {
    return runs.values().stream()
        .mapToInt(run -> exitCode(run.getStatus()))
        .filter(code -> code != 0)
        .findFirst()
        .orElse(0);
  }

  private static int exitCode(RecordedRunStatus status) {
    if (status.phase() == RunStatus.COMPLETED) {
      return 0;
    }
    if (status.signal() != null) {
      return 128 + status.signal();
    }
    return status.exitCode() == null || status.exitCode() == 0
        ? Problems.RECORDING_FAILED
        : status.exitCode();
  }

  private synchronized void seen(RecordedRun run) {
    if (runs.replace(run.getMetadata().getUid(), run) != null) {
      tell(run);
      notifyAll();
    }
  }

  private void tell(@Nullable RecordedRun run) {
    if (run == null) {
      return;
    }
    RecordedRunStatus status = run.getStatus();
    String now =
        phase(run) + (status == null || status.reason() == null ? "" : " " + status.reason());
    if (!now.equals(told.put(run.getMetadata().getUid(), now))) {
      out.printf(
          "%6.1f s  %-24s %-10s %s%n",
          (clock.millis() - startMillis) / 1000.0,
          run.getMetadata().getName(),
          phase(run),
          status == null ? "" : Objects.requireNonNullElse(status.message(), ""));
      out.flush();
    }
  }

  private static RunStatus phase(RecordedRun run) {
    return run.getStatus() == null ? RunStatus.UNKNOWN : run.getStatus().phase();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private final class Handler implements ResourceEventHandler<RecordedRun> {
    @Override
    public void onAdd(RecordedRun run) {
      seen(run);
    }

    @Override
    public void onUpdate(RecordedRun before, RecordedRun now) {
      seen(now);
    }

    @Override
    public void onDelete(RecordedRun run, boolean stateUnknown) {
      seen(run);
    }
  }
}
