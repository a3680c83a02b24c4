package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.wholetale.recordedrun.api.Reason;

/**
 * Who took a pod off its node before its tale had ended, as the control plane or the kubelet say.
 *
 * @param reason what that means for a run
 * @param sentence what happened, for people
 * @see "Kubernetes, Disruptions: Pod disruption conditions"
 */
record Disruption(Reason reason, String sentence) {

  private static final Disruption BY_EVICTION =
      new Disruption(Reason.Evicted, "the pod was evicted");
  private static final Disruption BY_PREEMPTION =
      new Disruption(Reason.Preempted, "the pod made room for one of higher priority");
  private static final Disruption BY_SHUTDOWN =
      new Disruption(Reason.NodeShutdown, "the pod's node was shut down");
  private static final Disruption BY_LOSS =
      new Disruption(Reason.NodeLost, "the pod's node is gone");

  /** By the reason of the condition {@code DisruptionTarget}. */
  private static final Map<String, Disruption> BY_CONDITION =
      Map.of(
          "PreemptionByScheduler",
          BY_PREEMPTION,
          "EvictionByEvictionAPI",
          new Disruption(Reason.Drained, "the pod was drained from its node"),
          "DeletionByTaintManager",
          new Disruption(Reason.Evicted, "the pod does not tolerate a taint of its node"),
          "DeletionByPodGC",
          BY_LOSS);

  /** By the pod's own reason, which the kubelet writes. */
  private static final Map<String, Disruption> BY_KUBELET =
      Map.of(
          "Evicted", BY_EVICTION,
          "Preempting", BY_PREEMPTION,
          "Terminated", BY_SHUTDOWN,
          "NodeShutdown", BY_SHUTDOWN,
          "Shutdown", BY_SHUTDOWN,
          "NodeLost", BY_LOSS);

  /**
   * The verdict on a run whose pod was disrupted; empty where it was not, or too late to matter.
   */
  static Optional<Verdict> of(ObservedPod pod) {
    Optional<Disruption> byKubelet = pod.reason().map(BY_KUBELET::get);
    Optional<PodCondition> condition =
        pod.condition("DisruptionTarget", Finding.TRUE).filter(c -> mattered(pod, c));
    String said =
        pod.message().or(() -> condition.map(PodCondition::getMessage)).orElse("nobody said why");
    return byKubelet
        .or(() -> condition.map(c -> BY_CONDITION.getOrDefault(c.getReason(), BY_EVICTION)))
        .map(disruption -> disruption.verdict(said));
  }

  private static boolean mattered(ObservedPod pod, PodCondition condition) {
    return condition.getLastTransitionTime() == null
        || pod.endsAfter(Instant.parse(condition.getLastTransitionTime()));
  }

  private Verdict verdict(String said) {
    return Verdict.failed(reason, sentence + ": " + said);
  }
}
