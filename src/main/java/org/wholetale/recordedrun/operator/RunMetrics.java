package org.wholetale.recordedrun.operator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;

/** Figures over all runs; none that grows with their number. */
record RunMetrics(MeterRegistry registry) implements Consumer<Transition> {

  @Override
  public void accept(Transition transition) {
    RecordedRunStatus to = transition.to();
    registry
        .counter(
            "recordedrun.transitions",
            "phase",
            to.phase().name(),
            "reason",
            Objects.requireNonNullElse(to.reason(), ""))
        .increment();
    recordStart(transition);
    if (to.phase().isTerminal()) {
      recordArchiving(transition);
      recordTrace(to.trace());
    }
  }

  /** Counts runs by phase whenever somebody asks. */
  void watch(Supplier<Stream<RecordedRun>> runs) {
    for (RunStatus phase : RunStatus.values()) {
      Gauge.builder("recordedrun.runs", () -> runs.get().filter(run -> isIn(phase, run)).count())
          .tag("phase", phase.name())
          .register(registry);
    }
  }

  private static boolean isIn(RunStatus phase, RecordedRun run) {
    return phase == (run.getStatus() == null ? RunStatus.UNKNOWN : run.getStatus().phase());
  }

  /** From the run's creation to its tale's start; once, when the start is first known. */
  private void recordStart(Transition transition) {
    boolean known = transition.from() != null && transition.from().startTime() != null;
    String start = transition.to().startTime();
    if (!known && start != null) {
      record(
          "recordedrun.start",
          Instant.parse(transition.run().getMetadata().getCreationTimestamp()),
          Instant.parse(start));
    }
  }

  /** From the tale's end to the run's. */
  private void recordArchiving(Transition transition) {
    String completion = transition.to().completionTime();
    Optional<Instant> taleEnd =
        Optional.ofNullable(transition.pod()).flatMap(ObservedPod::taleEndedAt);
    if (taleEnd.isPresent() && completion != null) {
      record("recordedrun.archiving", taleEnd.get(), Instant.parse(completion));
    }
  }

  private void recordTrace(@Nullable TraceSummary trace) {
    if (trace != null) {
      registry.counter("recordedrun.events").increment((double) trace.events());
      registry
          .counter("recordedrun.events.lost")
          .increment(trace.lost() == null ? 0 : trace.lost().doubleValue());
    }
  }

  private void record(String name, Instant from, Instant to) {
    Timer.builder(name).register(registry).record(positive(Duration.between(from, to)));
  }

  /** The node's clock and the API server's may differ. */
  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
