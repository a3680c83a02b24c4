package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Sees the run's pod. That the cache has none proves nothing after a restart, so the API server is
 * asked.
 */
record FindPod(RunPods pods) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    Pod pod =
        context
            .getSecondaryResourcesAsStream(Pod.class)
            .filter(cached -> RunPods.isOf(facts.run(), cached))
            .findFirst()
            .or(() -> pods.find(facts.run()))
            .orElse(null);
    return Progress.proceed(facts.withPod(pod));
  }
}
