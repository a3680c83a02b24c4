package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Asks for the pod's end where its run is being deleted; the pod gets its whole grace period. One
 * that has ended already goes with its owner, the run.
 */
record DeletePod(RunPods pods) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (facts.pod() != null && !facts.pod().ended()) {
      pods.delete(facts.pod().pod());
    }
    return Progress.proceed(facts);
  }
}
