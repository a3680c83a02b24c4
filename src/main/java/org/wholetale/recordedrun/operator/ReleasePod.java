package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/** Lets go of the pod once the API server holds how the run ended, or somebody says so. */
record ReleasePod(RunPods pods, PodCache cache) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (facts.pod() != null && (facts.ended() || facts.isToLetGo())) {
      release(facts.pod().pod());
    }
    return Progress.proceed(facts);
  }

  /** One that goes by that must not come back into the cache. */
  private void release(Pod pod) {
    pods.release(pod)
        .filter(released -> released.getMetadata().getDeletionTimestamp() == null)
        .ifPresent(released -> cache.updated(released, pod));
  }
}
