package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Stops the tale where it was cancelled or its time is over. The pod is not deleted, so that
 * everything stays readable; one that has no node yet has nothing to read and is.
 */
record StopPod(RunPods pods, PodCache cache) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    ObservedPod pod = facts.pod();
    if (pod == null) {
      return Progress.proceed(facts);
    }
    RunFacts known = pod.stoppedFor().isPresent() ? facts : stopped(facts, pod);
    deleteWithoutNode(known);
    return Progress.proceed(known);
  }

  private RunFacts stopped(RunFacts facts, ObservedPod pod) {
    return StopCause.of(facts, pod)
        .flatMap(reason -> stop(pod.pod(), reason))
        .map(facts::withPod)
        .orElse(facts);
  }

  private Optional<Pod> stop(Pod pod, String reason) {
    Optional<Pod> stopped = pods.stop(pod, reason);
    stopped.ifPresent(updated -> cache.updated(updated, pod));
    return stopped;
  }

  private void deleteWithoutNode(RunFacts facts) {
    ObservedPod pod = facts.pod();
    if (pod != null && pod.stoppedFor().isPresent() && pod.nodeName().isEmpty() && !pod.ended()) {
      pods.delete(pod.pod());
    }
  }
}
