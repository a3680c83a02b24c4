package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/** Has a run wait for its turn, where only so many of a namespace may have a pod at once. */
record TakePlace(Places places, PodCache pods) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    return Progress.proceed(
        !facts.isFreeToStart()
                || places.take(facts.run(), CachedNeighbours.of(facts, context, pods))
            ? facts
            : facts.withQueue(
                ("as many runs of this namespace run as may at once (maxRunning: %d); the oldest of"
                        + " the others is next")
                    .formatted(places.most())));
  }
}
