package org.wholetale.recordedrun.operator;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;

/** Figures over all runs; none that grows with their number. */
record RunMetrics(MeterRegistry registry, Clock clock) implements Consumer<Transition> {

  private static final double NANOS_PER_SECOND = 1e9;

  /** For what fails by these the tale is not to blame, but its recording. */
  private static final Set<Reason> OURS =
      Set.of(
          Reason.ArchiveFailed,
          Reason.BtfMissing,
          Reason.RecorderFailed,
          Reason.TraceIncomplete,
          Reason.UnsupportedRuntime);

  @Override
  public void accept(Transition transition) {
    RecordedRunStatus to = transition.to();
    RunMetric.TRANSITIONS.count(
        registry, 1, to.phase().name(), Objects.requireNonNullElse(to.reason(), ""));
    recordPhases(transition);
    recordStart(transition);
    if (to.phase().isTerminal()) {
      recordArchiving(transition);
      recordTrace(to.trace());
    }
  }

  /** Looks at all runs whenever somebody asks. */
  void watch(Supplier<Stream<RecordedRun>> runs) {
    begin();
    RunMetric.WAITING.watch(registry, () -> longestWait(runs.get()).toSeconds());
    for (RunStatus phase : RunStatus.values()) {
      RunMetric.RUNS.watch(
          registry, () -> runs.get().filter(run -> isIn(phase, run)).count(), phase.name());
    }
  }

  private Duration longestWait(Stream<RecordedRun> runs) {
    return runs.filter(run -> phase(run.getStatus()).code() < RunStatus.RUNNING.code())
        .filter(run -> !run.getSpec().isSuspended())
        .map(run -> Instant.parse(run.getMetadata().getCreationTimestamp()))
        .min(Comparator.naturalOrder())
        .map(oldest -> Duration.between(oldest, clock.instant()))
        .orElse(Duration.ZERO);
  }

  /** At nothing, so that the first one shows as an increase: those that alerts look at. */
  private void begin() {
    for (Reason reason : OURS) {
      RunMetric.TRANSITIONS.count(registry, 0, RunStatus.FAILED.name(), reason.name());
    }
    RunMetric.EVENTS_LOST.count(registry, 0);
    RunMetric.GAPS.count(registry, 0);
  }

  private static boolean isIn(RunStatus phase, RecordedRun run) {
    return phase == phase(run.getStatus());
  }

  private static RunStatus phase(@Nullable RecordedRunStatus status) {
    return status == null ? RunStatus.UNKNOWN : status.phase();
  }

  /** Of each phase that was left, also of one that nobody saw, since events may come together. */
  private void recordPhases(Transition transition) {
    RunStatus from = phase(transition.from());
    for (RunStatus phase : RunStatus.values()) {
      if (phase.code() >= from.code()
          && phase.code() < transition.to().phase().code()
          && !phase.isTerminal()) {
        recordPhase(phase, transition);
      }
    }
  }

  /** By what the resources say, so that an operator that was away in between need not know. */
  private void recordPhase(RunStatus phase, Transition transition) {
    Optional<Instant> created =
        Optional.of(Instant.parse(transition.run().getMetadata().getCreationTimestamp()));
    Optional<Instant> pod = Optional.ofNullable(transition.pod()).map(ObservedPod::createdAt);
    Optional<Instant> start = Optional.ofNullable(transition.to().startTime()).map(Instant::parse);
    Optional<Instant> end =
        Optional.ofNullable(transition.to().completionTime()).map(Instant::parse);
    switch (phase) {
      case UNKNOWN -> record(RunMetric.PHASE, created, pod.or(() -> end), phase.name());
      case STARTING -> record(RunMetric.PHASE, pod, start.or(() -> end), phase.name());
      case RUNNING -> record(RunMetric.PHASE, start, end, phase.name());
      default -> {}
    }
  }

  /** Once, when the start is first known. */
  private void recordStart(Transition transition) {
    boolean known = transition.from() != null && transition.from().startTime() != null;
    if (!known) {
      record(
          RunMetric.START,
          Optional.of(Instant.parse(transition.run().getMetadata().getCreationTimestamp())),
          Optional.ofNullable(transition.to().startTime()).map(Instant::parse));
    }
  }

  private void recordArchiving(Transition transition) {
    record(
        RunMetric.ARCHIVING,
        Optional.ofNullable(transition.pod()).flatMap(ObservedPod::taleEndedAt),
        Optional.ofNullable(transition.to().completionTime()).map(Instant::parse));
  }

  private void recordTrace(@Nullable TraceSummary trace) {
    if (trace == null) {
      return;
    }
    RunMetric.EVENTS.count(registry, (double) trace.events());
    RunMetric.EVENTS_LOST.count(registry, trace.lost() == null ? 0 : trace.lost().doubleValue());
    RunMetric.GAPS.count(registry, (double) trace.gaps());
    if (trace.gateSeconds() != null) {
      RunMetric.GATE.record(
          registry, Duration.ofNanos((long) (trace.gateSeconds() * NANOS_PER_SECOND)));
    }
    if (trace.archiveBytes() != null) {
      RunMetric.ARCHIVE.record(registry, trace.archiveBytes());
    }
  }

  /** Where both ends are known. */
  private void record(
      RunMetric metric, Optional<Instant> from, Optional<Instant> to, String... labels) {
    if (from.isPresent() && to.isPresent()) {
      metric.record(registry, Duration.between(from.get(), to.get()), labels);
    }
  }
}
