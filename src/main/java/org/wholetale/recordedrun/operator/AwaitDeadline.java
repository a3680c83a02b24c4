package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Comes back when a deadline passes, when a node may be lost, or to ask again for a pod that was
 * refused.
 *
 * @param nodePatience how long a node may be away
 */
record AwaitDeadline(Duration nodePatience) implements Step {

  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(10);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (facts.refusal() != null) {
      return Progress.waitFor(BEFORE_ASKING_AGAIN);
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
}
