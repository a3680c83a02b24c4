package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/**
 * What a tale is waiting for, beyond what every tale does. It may pass; the start deadline says how
 * long it has.
 *
 * @param reason the run's, as long as it waits
 * @param sentence about it, for people
 */
record Obstacle(Reason reason, String sentence) {

  private static final Set<String> ORDINARY = Set.of("PodInitializing", "ContainerCreating");

  /** What the kubelet calls by two names in turns, while it tries to pull. */
  private static final String PULL_FAILED = "ErrImagePull";

  private static final Map<String, Reason> KNOWN =
      Map.of(
          PULL_FAILED,
          Reason.ImagePullBackOff,
          "ImagePullBackOff",
          Reason.ImagePullBackOff,
          "CreateContainerConfigError",
          Reason.CreateContainerConfigError);

  static Optional<Obstacle> of(RunFacts facts, ObservedPod pod) {
    return pod.condition("PodScheduled", "False")
        .map(Obstacle::unscheduled)
        .or(() -> trouble("prepare", pod.prepareWaiting(), facts))
        .or(() -> preparing(pod))
        .or(() -> trouble("recorder", pod.recorderWaiting(), facts))
        .or(() -> problem(facts))
        .or(() -> trouble("tale", pod.taleWaiting(), facts));
  }

  private static Obstacle unscheduled(PodCondition condition) {
    String why = Objects.requireNonNullElse(condition.getMessage(), condition.getReason());
    return new Obstacle(Reason.Unschedulable, "no node yet: " + why);
  }

  private static Optional<Obstacle> preparing(ObservedPod pod) {
    return pod.isBeingPrepared()
        ? Optional.of(new Obstacle(Reason.Starting, "the workspace's hard links are being broken"))
        : Optional.empty();
  }

  private static Optional<Obstacle> problem(RunFacts facts) {
    return Optional.ofNullable(facts.report())
        .map(report -> report.problem())
        .map(problem -> new Obstacle(Reason.Starting, problem));
  }

  private static Optional<Obstacle> trouble(
      String container, Optional<ContainerStateWaiting> waiting, RunFacts facts) {
    return waiting
        .filter(w -> w.getReason() != null && !ORDINARY.contains(w.getReason()))
        .map(w ->
            new Obstacle(
                KNOWN.getOrDefault(w.getReason(), Reason.Starting),
                saidBefore(w, facts).orElseGet(() -> sentence(container, w))));
  }

  private static String sentence(String container, ContainerStateWaiting waiting) {
    String message = waiting.getMessage() == null ? "" : ": " + waiting.getMessage();
    return container + ": " + waiting.getReason() + message;
  }

  /** The status must not follow the kubelet from one name to the other and back, for ever. */
  private static Optional<String> saidBefore(ContainerStateWaiting waiting, RunFacts facts) {
    return facts
        .previous()
        .filter(status -> PULL_FAILED.equals(waiting.getReason()))
        .filter(status -> Reason.ImagePullBackOff.name().equals(status.reason()))
        .map(RecordedRunStatus::message);
  }
}
