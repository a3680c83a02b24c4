package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/** Lets go of the pod once the API server holds how the run ended, or somebody says so. */
record ReleasePod(RunPods pods) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (facts.pod() != null && (facts.ended() || facts.isToLetGo())) {
      pods.release(facts.pod().pod());
    }
    return Progress.proceed(facts);
  }
}
