package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import org.wholetale.recordedrun.api.RecordedRun;

/** Comes back when a deadline passes, or to ask again for a pod that was refused. */
final class AwaitDeadline implements Step {

  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(10);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (facts.refusal() != null) {
      return Progress.waitFor(BEFORE_ASKING_AGAIN);
    }
    return facts.pod() == null
        ? Progress.done()
        : StopCause.untilDeadline(facts, facts.pod())
            .map(Progress::waitFor)
            .orElseGet(Progress::done);
  }
}
