package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;

/** A run's pod as a kubelet would report it, said in a few words. */
final class PodFixture {

  /** The last word of a recorder that has lost nothing. */
  static final String WHOLE =
      """
      {"state": "ARCHIVED", "trace": {"uri": "s3://archives/runs/", "events": 42, "lost": 0, "processes": 3, "gateSeconds": 1.5, "archiveBytes": 2048}}\
      """;

  static final String PREPARE_END = "2026-11-01T10:00:05Z";
  static final String TALE_START = "2026-11-01T10:00:10Z";
  static final String TALE_END = "2026-11-01T10:01:22Z";
  static final String RECORDER_END = "2026-11-01T10:01:30Z";

  private PodBuilder pod;

  private PodFixture(PodBuilder pod) {
    this.pod = pod;
  }

  /** Created and bound to a node, nothing more. */
  static PodFixture podOf(RecordedRun run) {
    return of(RunPod.of(run, OperatorConfig.archivingTo("s3://archives/runs"))).onNode("node-1");
  }

  static PodFixture of(Pod pod) {
    return new PodFixture(
        new PodBuilder(pod)
            .editMetadata()
            .withCreationTimestamp(
                pod.getMetadata().getCreationTimestamp() == null
                    ? RunFixture.CREATED
                    : pod.getMetadata().getCreationTimestamp())
            .endMetadata()
            .editOrNewStatus()
            .withPhase("Pending")
            .endStatus());
  }

  PodFixture onNode(String node) {
    pod = pod.editSpec().withNodeName(node).endSpec();
    return this;
  }

  /** Taken on by its node. */
  PodFixture startedAt(String time) {
    pod = pod.editOrNewStatus().withStartTime(time).endStatus();
    return this;
  }

  PodFixture withoutNode(String message) {
    pod = pod.editSpec().withNodeName(null).endSpec();
    return condition("PodScheduled", "False", "Unschedulable", message, RunFixture.CREATED);
  }

  PodFixture taleWaits(String reason, String message) {
    return recorderRuns()
        .tale(s -> s.withNewWaiting().withReason(reason).withMessage(message).endWaiting());
  }

  PodFixture taleRuns() {
    return recorderRuns()
        .tale(s -> s.withNewRunning().withStartedAt(TALE_START).endRunning())
        .phase("Running");
  }

  PodFixture taleEnded(int exitCode) {
    return taleEnded(exitCode, exitCode == 0 ? "Completed" : "Error");
  }

  PodFixture taleEnded(int exitCode, String reason) {
    return recorderRuns()
        .tale(s ->
            s.withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withStartedAt(TALE_START)
                .withFinishedAt(TALE_END)
                .endTerminated())
        .phase("Running");
  }

  PodFixture taleCannotStart(String message) {
    return recorderRuns()
        .tale(s ->
            s.withNewTerminated()
                .withExitCode(128)
                .withReason("StartError")
                .withMessage(message)
                .withStartedAt("1970-01-01T00:00:00Z")
                .withFinishedAt(TALE_END)
                .endTerminated());
  }

  PodFixture prepareRuns() {
    return initContainer(
        PrepareContainer.NAME,
        s -> s.withNewRunning().withStartedAt(RunFixture.CREATED).endRunning());
  }

  PodFixture prepareWaits(String reason) {
    return initContainer(
        PrepareContainer.NAME, s -> s.withNewWaiting().withReason(reason).endWaiting());
  }

  /** The container that prepares the workspace ended with that message. */
  PodFixture prepareEnded(int exitCode, String reason, @Nullable String message) {
    return initContainer(
        PrepareContainer.NAME,
        s ->
            s.withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(message)
                .withStartedAt(RunFixture.CREATED)
                .withFinishedAt(PREPARE_END)
                .endTerminated());
  }

  PodFixture recorderRuns() {
    return recorder(s -> s.withNewRunning().withStartedAt(RunFixture.CREATED).endRunning());
  }

  PodFixture recorderCrashed() {
    return recorder(s -> s.withNewWaiting().withReason("CrashLoopBackOff").endWaiting());
  }

  /** The recorder ended with that termination message, and the pod with it. */
  PodFixture recorderEnded(String message) {
    return recorderEnded(message, 0);
  }

  PodFixture recorderEnded(String message, int exitCode) {
    return recorder(s ->
        s.withNewTerminated()
            .withExitCode(exitCode)
            .withMessage(message)
            .withStartedAt(RunFixture.CREATED)
            .withFinishedAt(RECORDER_END)
            .endTerminated());
  }

  /** The tale succeeded, and all of it is archived. */
  PodFixture completed() {
    return taleEnded(0).recorderEnded(WHOLE).phase("Succeeded");
  }

  PodFixture phase(String phase) {
    pod = pod.editStatus().withPhase(phase).endStatus();
    return this;
  }

  PodFixture podFailed(String reason) {
    pod = pod.editStatus().withPhase("Failed").withReason(reason).endStatus();
    return this;
  }

  PodFixture stoppedFor(String reason) {
    pod = pod.editMetadata().addToAnnotations(Labels.STOPPED_FOR, reason).endMetadata();
    return podFailed("DeadlineExceeded");
  }

  PodFixture deletedAt(String time) {
    pod =
        pod.editMetadata()
            .withDeletionTimestamp(time)
            .withDeletionGracePeriodSeconds(0L)
            .endMetadata();
    return this;
  }

  PodFixture disrupted(String reason, String time) {
    return condition("DisruptionTarget", "True", reason, "the node is drained", time);
  }

  /** As the node controller writes it where a node is away. */
  PodFixture unreadySince(String time) {
    return condition("Ready", "False", "ContainersNotReady", "the node is away", time);
  }

  PodFixture withoutSandboxSince(String time) {
    return condition("PodReadyToStartContainers", "False", "", "", time);
  }

  Pod build() {
    return pod.build();
  }

  PodStatus status() {
    return build().getStatus();
  }

  private PodFixture condition(
      String type, String status, String reason, String message, String since) {
    pod =
        pod.editStatus()
            .addToConditions(
                new PodConditionBuilder()
                    .withType(type)
                    .withStatus(status)
                    .withReason(reason)
                    .withMessage(message)
                    .withLastTransitionTime(since)
                    .build())
            .endStatus();
    return this;
  }

  private PodFixture tale(UnaryOperator<ContainerStateBuilder> state) {
    pod =
        pod.editStatus()
            .withContainerStatuses(List.of(container(TaleContainer.NAME, state)))
            .endStatus();
    return this;
  }

  private PodFixture recorder(UnaryOperator<ContainerStateBuilder> state) {
    return initContainer(RecorderContainer.NAME, state);
  }

  private PodFixture initContainer(String name, UnaryOperator<ContainerStateBuilder> state) {
    pod =
        pod.editStatus()
            .removeMatchingFromInitContainerStatuses(status -> name.equals(status.getName()))
            .addToInitContainerStatuses(container(name, state))
            .endStatus();
    return this;
  }

  private static ContainerStatus container(
      String name, UnaryOperator<ContainerStateBuilder> state) {
    ContainerState built = state.apply(new ContainerStateBuilder()).build();
    return new ContainerStatusBuilder()
        .withName(name)
        .withImageID("registry.example.org/" + name + "@sha256:00")
        .withState(built)
        .build();
  }
}
