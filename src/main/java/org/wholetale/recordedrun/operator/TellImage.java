package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.wholetale.recordedrun.api.RecordedRun;

/** Tells the recorder which image the tale runs, for the manifest, once its node knows. */
record TellImage(RunPods pods, PodCache cache) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    ObservedPod pod = facts.pod();
    if (pod == null || pod.taleEnded() || pod.tellsImageDigest()) {
      return Progress.proceed(facts);
    }
    return pod.imageDigest()
        .flatMap(digest -> pods.tellImage(pod.pod(), digest))
        .map(updated -> {
          cache.updated(updated, pod.pod());
          return Progress.proceed(facts.withPod(updated));
        })
        .orElseGet(() -> Progress.proceed(facts));
  }
}
