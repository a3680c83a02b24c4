package org.wholetale.recordedrun.operator;

import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;

/** Where a run stands whose pod has not ended. */
final class Underway {

  private Underway() {}

  static Verdict of(RunFacts facts, ObservedPod pod) {
    if (pod.taleTerminated().isPresent()) {
      return Verdict.of(
          RunStatus.RUNNING,
          Reason.Archiving,
          facts.taleEnd().sentence() + "; the archive is being written");
    }
    return pod.taleStartedAt().isPresent() ? running(facts, pod) : starting(facts, pod);
  }

  private static Verdict running(RunFacts facts, ObservedPod pod) {
    return pod.stoppedFor()
        .map(reason -> new Verdict(RunStatus.RUNNING, reason, StopCause.sentence(reason, facts)))
        .orElseGet(
            () -> Verdict.of(RunStatus.RUNNING, Reason.Running, "the tale runs and is recorded"));
  }

  private static Verdict starting(RunFacts facts, ObservedPod pod) {
    return pod.stoppedFor()
        .map(reason -> new Verdict(RunStatus.STARTING, reason, stopped(facts, pod, reason)))
        .or(() -> Obstacle.of(facts, pod).map(Underway::waitingFor))
        .orElseGet(() ->
            Verdict.of(
                RunStatus.STARTING,
                Reason.Starting,
                "waiting until the recorder records and the tale's container starts"));
  }

  private static Verdict waitingFor(Obstacle obstacle) {
    return Verdict.of(RunStatus.STARTING, obstacle.reason(), obstacle.sentence());
  }

  /** Where somebody wanted the stop it does not matter what the tale was waiting for. */
  private static String stopped(RunFacts facts, ObservedPod pod, String reason) {
    String sentence = StopCause.sentence(reason, facts);
    return reason.equals(Reason.Cancelled.name())
        ? sentence
        : Obstacle.of(facts, pod)
            .map(obstacle -> sentence + "; " + obstacle.sentence())
            .orElse(sentence);
  }
}
