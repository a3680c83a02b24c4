package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Comes back when a deadline passes, when a node may be lost, or to ask again for a pod that was
 * refused.
 *
 * @param nodePatience how long a node may be away
 * @param jitter of the times until a pod that was refused is asked for again
 */
record AwaitDeadline(Duration nodePatience, Jitter jitter) implements Step {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration SOONEST = Duration.ofSeconds(10);
  private static final Duration LATEST = Duration.ofMinutes(2);

  /** A run in a queue is woken; this is for a pod that nobody saw go. */
  private static final Duration BEFORE_QUEUEING_AGAIN = Duration.ofMinutes(5);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    return untilNextLook(facts);
  }

  /** When to look again at a run that nothing happens to. */
  Progress untilNextLook(RunFacts facts) {
    if (facts.refusal() != null) {
      return Progress.waitFor(jitter.of(untilAskingAgain(facts)));
    }
    if (facts.queue() != null) {
      return Progress.waitFor(BEFORE_QUEUEING_AGAIN);
    }
    ObservedPod pod = facts.pod();
    return pod == null || facts.ended()
        ? Progress.done()
        : Stream.of(
                StopCause.untilDeadline(facts, pod), LookAtNode.untilDue(facts, pod, nodePatience))
            .flatMap(Optional::stream)
            .min(Duration::compareTo)
            .map(Progress::waitFor)
            .orElseGet(Progress::done);
  }

  /** As long as it has been refused already, and until its start deadline at the latest. */
  private static Duration untilAskingAgain(RunFacts facts) {
    Instant since =
        facts
            .previous()
            .flatMap(status -> status.condition(ConditionType.Accepted))
            .map(accepted -> Instant.parse(accepted.getLastTransitionTime()))
            .orElse(facts.now());
    Duration refused = clamp(Duration.between(since, facts.now()), SOONEST, LATEST);
    Instant deadline = Timestamps.after(since, facts.spec().startDeadlineSeconds());
    return clamp(Duration.between(facts.now(), deadline), SHORTEST, refused);
  }

  private static Duration clamp(Duration duration, Duration least, Duration most) {
    return duration.compareTo(least) < 0 ? least : duration.compareTo(most) > 0 ? most : duration;
  }
}
