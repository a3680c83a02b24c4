package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecorderPaths;

/**
 * A run's pod, asked in the words of a run.
 *
 * @see "cluster-notes: how a pod with a native sidecar behaves, measured"
 */
record ObservedPod(Pod pod) {

  private static final String READY = "Ready";
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /**
   * What containerd says of every container of a pod whose shim is gone; a recorder has no such.
   */
  private static final int UNSEEN_EXIT = 255;

  static @Nullable ObservedPod of(@Nullable Pod pod) {
    return pod == null ? null : new ObservedPod(pod);
  }

  String name() {
    return pod.getMetadata().getName();
  }

  Instant createdAt() {
    return Instant.parse(pod.getMetadata().getCreationTimestamp());
  }

  /** When its node took it on, by the node's clock; empty before. */
  Optional<Instant> startedAt() {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getStartTime).map(Instant::parse);
  }

  Optional<String> nodeName() {
    return Optional.ofNullable(pod.getSpec().getNodeName()).filter(name -> !name.isEmpty());
  }

  Optional<ContainerStatus> tale() {
    return named(
        TaleContainer.NAME,
        pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses());
  }

  Optional<ContainerStatus> recorder() {
    return initContainer(RecorderContainer.NAME);
  }

  /** What makes the workspace ready; empty where nothing has to be done. */
  Optional<ContainerStatus> prepare() {
    return initContainer(PrepareContainer.NAME);
  }

  private Optional<ContainerStatus> initContainer(String name) {
    return named(name, pod.getStatus() == null ? null : pod.getStatus().getInitContainerStatuses());
  }

  Optional<ContainerStateTerminated> taleTerminated() {
    return tale().map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  Optional<ContainerStateTerminated> recorderTerminated() {
    return recorder().map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  Optional<ContainerStateTerminated> prepareTerminated() {
    return prepare().map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  /** When the tale's first instruction could run; empty where it never could. */
  Optional<Instant> taleStartedAt() {
    Stream<@Nullable String> starts =
        Stream.of(
            tale()
                .map(ContainerStatus::getState)
                .map(ContainerState::getRunning)
                .map(ContainerStateRunning::getStartedAt)
                .orElse(null),
            taleTerminated().map(ContainerStateTerminated::getStartedAt).orElse(null));
    return starts
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .filter(start -> start.getEpochSecond() > 0)
        .findFirst();
  }

  /** Whether the kubelet does not know how the tale ended, whatever exit code it made up for it. */
  boolean endWasUnseen() {
    return taleTerminated().filter(ObservedPod::isUnknown).isPresent()
        || (endedAs(taleTerminated(), UNSEEN_EXIT) && endedAs(recorderTerminated(), UNSEEN_EXIT));
  }

  Optional<Instant> taleEndedAt() {
    return taleStartedAt().isEmpty()
        ? Optional.empty()
        : taleTerminated().map(ContainerStateTerminated::getFinishedAt).map(Instant::parse);
  }

  /** Whether something happened while it could still change how the tale ended. */
  boolean endsAfter(Instant moment) {
    return taleEndedAt().map(end -> !moment.isAfter(end)).orElse(true);
  }

  /** Whether the tale's container will not run (again). */
  boolean taleEnded() {
    return taleTerminated().isPresent() || podEnded();
  }

  /** Whether tale and recorder have both ended: nothing in this pod changes any more. */
  boolean ended() {
    return podEnded() || (taleTerminated().isPresent() && recorderTerminated().isPresent());
  }

  /** Whether the recorder runs; where it does not while the tale does, the kubelet restarts it. */
  boolean recorderRuns() {
    return recorder().map(ContainerStatus::getState).map(ContainerState::getRunning).isPresent();
  }

  boolean isBeingPrepared() {
    return prepare().map(ContainerStatus::getState).map(ContainerState::getRunning).isPresent();
  }

  /** What keeps a container from starting, if anything. */
  Optional<ContainerStateWaiting> taleWaiting() {
    return waiting(tale());
  }

  Optional<ContainerStateWaiting> recorderWaiting() {
    return waiting(recorder());
  }

  Optional<ContainerStateWaiting> prepareWaiting() {
    return waiting(prepare());
  }

  Optional<PodCondition> condition(String type, String status) {
    return pod.getStatus() == null || pod.getStatus().getConditions() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
            .findFirst();
  }

  /**
   * Since when it has not been ready: since it was given a node where that has never said a word of
   * it. Empty where it is ready, or nobody says.
   */
  Optional<Instant> unreadySince() {
    Optional<PodCondition> unready =
        condition(READY, Finding.TRUE).isPresent()
            ? Optional.empty()
            : condition(READY, Finding.FALSE).or(() -> condition("PodScheduled", Finding.TRUE));
    return unready.map(PodCondition::getLastTransitionTime).map(Instant::parse);
  }

  /**
   * Since when it has no sandbox; empty where it has one, or had one until its recorder had ended,
   * as any pod that ends by itself.
   */
  Optional<Instant> withoutSandboxSince() {
    return condition("PodReadyToStartContainers", Finding.FALSE)
        .map(PodCondition::getLastTransitionTime)
        .map(Instant::parse)
        .filter(since -> recorderEndedAt().filter(since::isBefore).isPresent());
  }

  private Optional<Instant> recorderEndedAt() {
    return recorderTerminated().map(ContainerStateTerminated::getFinishedAt).map(Instant::parse);
  }

  /** The pod's own reason, such as Evicted; empty where it has none. */
  Optional<String> reason() {
    return Optional.ofNullable(pod.getStatus()).map(s -> s.getReason()).filter(r -> !r.isEmpty());
  }

  Optional<String> message() {
    return Optional.ofNullable(pod.getStatus()).map(s -> s.getMessage()).filter(m -> !m.isEmpty());
  }

  /** Why the operator stopped this pod; empty where it did not. */
  Optional<String> stoppedFor() {
    return annotation(Labels.STOPPED_FOR);
  }

  /** The digest of the tale's image, or what else identifies it on its node; empty until pulled. */
  Optional<String> imageDigest() {
    return tale().map(ContainerStatus::getImageID).flatMap(ObservedPod::digestOf);
  }

  /** What identifies an image, of what a node calls it. */
  static Optional<String> digestOf(String imageId) {
    return Optional.of(imageId.substring(imageId.lastIndexOf('@') + 1))
        .filter(digest -> !digest.isEmpty());
  }

  /** Whether the pod's recorder is told that digest. */
  boolean tellsImageDigest() {
    return annotation(Labels.IMAGE_DIGEST).isPresent();
  }

  /** Where its recorder's spool outlives it, for people; empty where that goes with the pod. */
  Optional<String> spool() {
    ObjectMeta meta = pod.getMetadata();
    String name = RecorderPaths.spoolName(meta.getNamespace(), meta.getName(), meta.getUid());
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> RunVolumes.SPOOLS.equals(volume.getName()))
        .findFirst()
        .flatMap(volume -> within(volume, name));
  }

  private Optional<String> annotation(String name) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(name));
  }

  /** When somebody asked for the pod's deletion. */
  Optional<Instant> deletedAt() {
    return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp())
        .map(Instant::parse)
        .map(end ->
            end.minus(
                Duration.ofSeconds(
                    Objects.requireNonNullElse(
                        pod.getMetadata().getDeletionGracePeriodSeconds(), 0L))));
  }

  private Optional<String> within(Volume volume, String name) {
    if (volume.getHostPath() != null) {
      String folder = volume.getHostPath().getPath();
      return Optional.of("%s/%s on node %s".formatted(folder, name, nodeName().orElse("unknown")));
    }
    return Optional.ofNullable(volume.getPersistentVolumeClaim())
        .map(claim -> "%s in the claim %s".formatted(name, claim.getClaimName()));
  }

  private boolean podEnded() {
    boolean deletedBeforeItHadANode = deletedAt().isPresent() && nodeName().isEmpty();
    return deletedBeforeItHadANode
        || (pod.getStatus() != null
            && pod.getStatus().getPhase() != null
            && ENDED.contains(pod.getStatus().getPhase()));
  }

  private static boolean isUnknown(ContainerStateTerminated end) {
    return "ContainerStatusUnknown".equals(end.getReason());
  }

  private static boolean endedAs(Optional<ContainerStateTerminated> end, int exitCode) {
    return end.map(ContainerStateTerminated::getExitCode).filter(c -> c == exitCode).isPresent();
  }

  private static Optional<ContainerStateWaiting> waiting(Optional<ContainerStatus> status) {
    return status.map(ContainerStatus::getState).map(ContainerState::getWaiting);
  }

  private static Optional<ContainerStatus> named(
      String name, @Nullable List<ContainerStatus> statuses) {
    return statuses == null
        ? Optional.empty()
        : statuses.stream().filter(status -> name.equals(status.getName())).findFirst();
  }
}
