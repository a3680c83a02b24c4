package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;

/** Where a run stands whose pod has not ended. */
final class Underway {

  private static final Set<String> ORDINARY = Set.of("PodInitializing", "ContainerCreating");

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
        .map(reason ->
            new Verdict(RunStatus.RUNNING, reason, StopCause.sentence(reason, facts.spec())))
        .orElseGet(
            () -> Verdict.of(RunStatus.RUNNING, Reason.Running, "the tale runs and is recorded"));
  }

  private static Verdict starting(RunFacts facts, ObservedPod pod) {
    return pod.stoppedFor()
        .map(reason -> new Verdict(RunStatus.STARTING, reason, stopped(facts, pod, reason)))
        .orElseGet(() ->
            Verdict.of(
                RunStatus.STARTING,
                Reason.Starting,
                obstacle(facts, pod)
                    .orElse("waiting until the recorder records and the tale's container starts")));
  }

  /** Where somebody wanted the stop it does not matter what the tale was waiting for. */
  private static String stopped(RunFacts facts, ObservedPod pod, String reason) {
    String sentence = StopCause.sentence(reason, facts.spec());
    return reason.equals(Reason.Cancelled.name())
        ? sentence
        : obstacle(facts, pod).map(obstacle -> sentence + "; " + obstacle).orElse(sentence);
  }

  /** What the tale is waiting for, beyond what every tale does. */
  private static Optional<String> obstacle(RunFacts facts, ObservedPod pod) {
    return pod.condition("PodScheduled", "False")
        .map(c -> "no node yet: " + Objects.requireNonNullElse(c.getMessage(), c.getReason()))
        .or(() -> trouble("prepare", pod.prepareWaiting()))
        .or(() -> preparing(pod))
        .or(() -> trouble("recorder", pod.recorderWaiting()))
        .or(() -> Optional.ofNullable(facts.report()).map(r -> r.problem()))
        .or(() -> trouble("tale", pod.taleWaiting()));
  }

  private static Optional<String> preparing(ObservedPod pod) {
    return pod.isBeingPrepared()
        ? Optional.of("the workspace's hard links are being broken")
        : Optional.empty();
  }

  private static Optional<String> trouble(
      String container, Optional<ContainerStateWaiting> waiting) {
    return waiting
        .filter(w -> w.getReason() != null && !ORDINARY.contains(w.getReason()))
        .map(w ->
            "%s: %s%s"
                .formatted(
                    container, w.getReason(), w.getMessage() == null ? "" : ": " + w.getMessage()));
  }
}
