package org.wholetale.recordedrun.operator;

import java.util.Optional;
import org.wholetale.recordedrun.api.Reason;

/**
 * A pod that lost its sandbox or its containers, on a node that goes on. The kubelet then stops
 * what is left of it and says no more than that it has ended, often with an exit code that is not
 * the tale's.
 */
final class SandboxLoss {

  private SandboxLoss() {}

  /** The verdict on such a run; empty where nothing was lost, or not before the tale had ended. */
  static Optional<Verdict> of(RunFacts facts, ObservedPod pod) {
    TaleEnd end = facts.taleEnd();
    if (pod.endWasUnseen() && end.equals(TaleEnd.UNSEEN)) {
      return Optional.of(
          Verdict.failed(
              Reason.SandboxLost,
              "the node lost the pod's containers, as by a crash of the container runtime; "
                  + end.sentence()));
    }
    return pod.taleStartedAt()
        .flatMap(_ -> pod.withoutSandboxSince())
        .filter(pod::endsAfter)
        .map(since ->
            Verdict.failed(
                Reason.SandboxLost,
                "the pod's sandbox ended at %s, and the kubelet stopped the tale; %s"
                    .formatted(Timestamps.text(since), end.sentence())));
  }
}
