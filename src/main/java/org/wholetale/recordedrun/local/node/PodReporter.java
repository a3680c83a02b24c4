package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a pod's status in the API server as a kubelet would. */
final class PodReporter {

  private static final Logger LOG = LoggerFactory.getLogger(PodReporter.class);

  private final Pod pod;
  private final KubernetesClient client;
  private final Clock clock;
  private final String startTime;
  private final Map<String, ContainerStatus> initContainers = new LinkedHashMap<>();
  private final Map<String, ContainerStatus> containers = new LinkedHashMap<>();
  private String phase = "Pending";
  private @Nullable String reason;
  private @Nullable String message;

  PodReporter(Pod pod, KubernetesClient client, Clock clock) {
    this.pod = pod;
    this.client = client;
    this.clock = clock;
    this.startTime = now();
    pod.getSpec()
        .getInitContainers()
        .forEach(c -> initContainers.put(c.getName(), waiting(c.getName(), c.getImage())));
    pod.getSpec()
        .getContainers()
        .forEach(c -> containers.put(c.getName(), waiting(c.getName(), c.getImage())));
  }

  /** The pod's start, by the second, as the status tells it. */
  Instant startTime() {
    return Instant.parse(startTime);
  }

  synchronized void waiting(String container, String why, String text) {
    change(
        container,
        builder ->
            builder.withState(
                new ContainerStateBuilder()
                    .withNewWaiting()
                    .withReason(why)
                    .withMessage(text)
                    .endWaiting()
                    .build()));
    post();
  }

  synchronized void running(String container) {
    change(
        container,
        builder ->
            builder
                .withStarted(false)
                .withState(
                    new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(now())
                        .endRunning()
                        .build()));
    if (containers.containsKey(container)) {
      phase = "Running";
    }
    post();
  }

  synchronized void started(String container) {
    change(container, builder -> builder.withStarted(true).withReady(true));
    post();
  }

  /**
   * A container has ended.
   *
   * @param text its termination message; null where it left none
   */
  synchronized void terminated(
      String container, ContainerProcess.Exit exit, @Nullable String text) {
    String startedAt = startedAt(container);
    String why = exit.failedToStart() ? "StartError" : exit.code() == 0 ? "Completed" : "Error";
    change(
        container,
        builder ->
            builder
                .withStarted(false)
                .withReady(false)
                .withState(
                    new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exit.code())
                        .withReason(why)
                        .withMessage(exit.failedToStart() ? exit.startFailure() : text)
                        .withStartedAt(exit.failedToStart() ? "1970-01-01T00:00:00Z" : startedAt)
                        .withFinishedAt(now())
                        .endTerminated()
                        .build()));
    post();
  }

  /**
   * A sidecar has ended and will be started again.
   *
   * @param text its termination message; null where it left none
   */
  synchronized void restarts(String container, ContainerProcess.Exit exit, @Nullable String text) {
    terminated(container, exit, text);
    change(
        container,
        builder ->
            builder
                .withLastState(builder.buildState())
                .withRestartCount(builder.getRestartCount() + 1)
                .withState(
                    new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting()
                        .build()));
    post();
  }

  /** The pod has ended. */
  synchronized void ended(String finalPhase, @Nullable String why, @Nullable String text) {
    phase = finalPhase;
    reason = why;
    message = text;
    post();
  }

  private String startedAt(String container) {
    ContainerStatus status = initContainers.getOrDefault(container, containers.get(container));
    return status != null && status.getState().getRunning() != null
        ? status.getState().getRunning().getStartedAt()
        : now();
  }

  private void change(
      String container, java.util.function.UnaryOperator<ContainerStatusBuilder> change) {
    Map<String, ContainerStatus> statuses =
        initContainers.containsKey(container) ? initContainers : containers;
    statuses.computeIfPresent(
        container, (name, status) -> change.apply(new ContainerStatusBuilder(status)).build());
  }

  private static ContainerStatus waiting(String name, String image) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withImage(image)
        .withImageID("")
        .withReady(false)
        .withRestartCount(0)
        .withState(
            new ContainerStateBuilder()
                .withNewWaiting()
                .withReason("PodInitializing")
                .endWaiting()
                .build())
        .build();
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void post() {
    PodStatus status =
        new PodStatusBuilder()
            .withPhase(phase)
            .withReason(reason)
            .withMessage(message)
            .withStartTime(startTime)
            .withConditions(
                new PodConditionBuilder().withType("PodScheduled").withStatus("True").build())
            .withInitContainerStatuses(List.copyOf(initContainers.values()))
            .withContainerStatuses(List.copyOf(containers.values()))
            .build();
    try {
      client
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .resource(
              new PodBuilder()
                  .withNewMetadata()
                  .withName(pod.getMetadata().getName())
                  .withNamespace(pod.getMetadata().getNamespace())
                  .endMetadata()
                  .withStatus(status)
                  .build())
          .subresource("status")
          .patch(
              io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                  io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE));
    } catch (KubernetesClientException e) {
      // 404: the pod was let go of meanwhile, and nobody waits for its status.
      LOG.atWarn()
          .addKeyValue("pod", pod.getMetadata().getName())
          .log("its status cannot be told: {}", e.getMessage());
    }
  }
}
