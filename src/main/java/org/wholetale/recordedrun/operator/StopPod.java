package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.Optional;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Stops the tale where it was cancelled or its time is over. The pod is not deleted, so that
 * everything stays readable; one that has no node yet has nothing to read and is.
 */
record StopPod(RunPods pods, PodCache cache) implements Step {

  private static final long AT_ONCE = 1;

  /** What a kubelet needs to bring an annotation into a pod's volume, with a second to spare. */
  private static final long SECONDS_TO_TELL = 2;

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
        .flatMap(reason -> stop(pod.pod(), reason, deadline(facts, pod)))
        .map(facts::withPod)
        .orElse(facts);
  }

  /**
   * In seconds after the pod's start: at once, but for a recorder that is to know the reason, since
   * no annotation reaches a pod that is ending.
   */
  private static long deadline(RunFacts facts, ObservedPod pod) {
    return facts.spec().writesBack()
        ? pod.startedAt()
            .map(start -> Duration.between(start, facts.now()).toSeconds() + SECONDS_TO_TELL)
            .filter(seconds -> seconds > AT_ONCE)
            .orElse(AT_ONCE)
        : AT_ONCE;
  }

  private Optional<Pod> stop(Pod pod, String reason, long deadline) {
    Optional<Pod> stopped = pods.stop(pod, reason, deadline);
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
