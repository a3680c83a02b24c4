package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/** Lets go of the pod of a run that is being deleted. */
record LetGoOfPod(RunPods pods) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (facts.pod() != null) {
      pods.release(facts.pod().pod());
    }
    return Progress.done();
  }
}
