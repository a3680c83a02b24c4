package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Holds a deleted run until its pod has ended: for as long as the pod may take and a minute more,
 * or until somebody sets the annotation that lets go.
 */
record AwaitPodEnd(OperatorConfig config) implements Step {

  private static final Duration MARGIN = Duration.ofSeconds(60);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    ObservedPod pod = facts.pod();
    if (pod == null) {
      return Progress.done();
    }
    Duration left = Duration.between(facts.now(), limit(facts));
    if (pod.ended() || facts.isToLetGo() || !left.isPositive()) {
      return Progress.proceed(facts);
    }
    return Progress.waitFor(left);
  }

  private Instant limit(RunFacts facts) {
    return Timestamps.after(
            Instant.parse(facts.run().getMetadata().getDeletionTimestamp()),
            facts.spec().gracePeriodSeconds())
        .plusSeconds(config.recorder().finishSeconds())
        .plus(MARGIN);
  }
}
