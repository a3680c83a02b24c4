package org.wholetale.recordedrun.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRunSpec;

/** Why, and when at the latest, the operator has to stop a pod whose tale has not ended. */
final class StopCause {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private StopCause() {}

  /** The reason to stop now; empty where there is none. */
  static Optional<String> of(RunFacts facts, ObservedPod pod) {
    if (pod.taleEnded()) {
      return Optional.empty();
    }
    if (facts.spec().isCancelled()) {
      return Optional.of(Reason.Cancelled.name());
    }
    Optional<Instant> started = pod.taleStartedAt();
    return deadline(facts, pod)
        .filter(deadline -> !facts.now().isBefore(deadline))
        .map(deadline ->
            started.isPresent()
                ? Reason.DeadlineExceeded.name()
                : Reason.StartDeadlineExceeded.name())
        .or(() -> StartFailure.of(pod).map(Verdict::reason));
  }

  /** When that pod has to be stopped, as things stand. */
  static Optional<Instant> deadline(RunFacts facts, ObservedPod pod) {
    RecordedRunSpec spec = facts.spec();
    if (pod.taleEnded()) {
      return Optional.empty();
    }
    Optional<Instant> started = pod.taleStartedAt();
    return started.isEmpty()
        ? Optional.of(Timestamps.after(pod.createdAt(), spec.startDeadlineSeconds()))
        : Optional.ofNullable(spec.activeDeadlineSeconds())
            .flatMap(seconds -> started.map(start -> Timestamps.after(start, seconds)));
  }

  /** A sentence about it. */
  static String sentence(String reason, RunFacts facts) {
    if (reason.equals(Reason.Cancelled.name())) {
      return facts.cancelledBy();
    }
    if (reason.equals(Reason.DeadlineExceeded.name())) {
      return "the tale was stopped after %s s (activeDeadlineSeconds)"
          .formatted(facts.spec().activeDeadlineSeconds());
    }
    return reason.equals(Reason.StartDeadlineExceeded.name())
        ? "the tale had not started after %s s (startDeadlineSeconds)"
            .formatted(facts.spec().startDeadlineSeconds())
        : "the pod was stopped: " + reason;
  }

  /** How long until the pod has to be stopped, at least a second; empty where it never has. */
  static Optional<Duration> untilDeadline(RunFacts facts, ObservedPod pod) {
    return pod.stoppedFor().isPresent()
        ? Optional.empty()
        : deadline(facts, pod)
            .map(deadline -> Duration.between(facts.now(), deadline))
            .map(left -> left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
  }
}
