package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/** Gives the place of a run without a live pod to the next. */
record LeavePlace(Places places, PodCache pods) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    boolean live = facts.pod() != null && !facts.pod().ended();
    if (!live && facts.queue() == null) {
      places.leave(facts.run(), CachedNeighbours.of(facts, context, pods));
    }
    return Progress.proceed(facts);
  }
}
