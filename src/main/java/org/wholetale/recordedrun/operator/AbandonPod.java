package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/** Deletes the pod of a lost node by force, once the API server holds that the node was lost. */
record AbandonPod(RunPods pods) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    ObservedPod pod = facts.pod();
    boolean lost =
        facts
            .previous()
            .map(RecordedRunStatus::reason)
            .filter(Reason.NodeLost.name()::equals)
            .isPresent();
    if (pod != null && lost && facts.ended() && !pod.ended()) {
      pods.abandon(pod.pod());
    }
    return Progress.proceed(facts);
  }
}
