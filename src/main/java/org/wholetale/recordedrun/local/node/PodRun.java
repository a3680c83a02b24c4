package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.local.node.StopSignal.Cause;
import org.wholetale.recordedrun.recorder.AccountedGroup;
import org.wholetale.recordedrun.recorder.CgroupHierarchy;

/**
 * One pod from its start to its end, in the order a kubelet keeps: init containers one after
 * another, a sidecar among them until its startup probe passes; then the containers; at their end,
 * SIGTERM to the sidecars. Under {@code restartPolicy: Never}, nothing but sidecars is started
 * twice.
 */
final class PodRun {

  private static final Logger LOG = LoggerFactory.getLogger(PodRun.class);
  private static final Duration FOREVER = Duration.ofDays(10_000);
  private static final int LONGEST_MESSAGE = 4096;

  private final Pod pod;
  private final ContainerFactory containers;
  private final PodReporter reporter;
  private final StopSignal stop;
  private final AccountedGroup group;
  private final Clock clock;
  private final List<SidecarRun> sidecars = new ArrayList<>();
  private @Nullable Instant killAt;

  PodRun(
      Pod pod,
      NodeConfig node,
      KubernetesClient client,
      CgroupHierarchy hierarchy,
      Clock clock,
      LocalNode.Output output) {
    this.pod = pod;
    this.clock = clock;
    this.group = AccountedGroup.at(hierarchy, "recordedrun/pod" + pod.getMetadata().getUid());
    this.reporter = new PodReporter(pod, client, clock);
    this.stop = new StopSignal(pod, reporter.startTime(), clock);
    this.containers = new ContainerFactory(pod, node, client, group, clock, output);
  }

  /** Takes notice of the pod as it is now. */
  void update(Pod now) {
    try {
      containers.follow(now);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("pod", now.getMetadata().getName())
          .setCause(e)
          .log("its containers are not told of its annotations");
    }
    stop.update(now);
  }

  /** What is to be told of the pod's end. */
  StopSignal stop() {
    return stop;
  }

  /** Runs the pod to its end, on this thread. */
  void run() throws InterruptedException {
    try {
      end(runToEnd());
    } catch (IOException | RuntimeException e) {
      LOG.atError().addKeyValue("pod", pod.getMetadata().getName()).setCause(e).log("failed");
      reporter.ended("Failed", "NodeError", e.getMessage());
    } finally {
      removeGroup();
    }
  }

  /** Returns how its containers ended; nothing where they never started. */
  private List<ContainerProcess.Exit> runToEnd() throws IOException, InterruptedException {
    List<ContainerProcess.Exit> exits = List.of();
    try {
      containers.prepare();
      if (initialize()) {
        exits = runContainers();
      }
    } catch (PodProblem e) {
      // A kubelet, too, leaves such a pod waiting for somebody to mend or delete it.
      reporter.waiting(mainContainer().getName(), e.reason(), e.text());
      stop.await(() -> false, FOREVER);
    }
    endSidecars();
    return exits;
  }

  private Container mainContainer() {
    return pod.getSpec().getContainers().getFirst();
  }

  /** Returns whether the containers may start: not after an init container that has failed. */
  private boolean initialize() throws IOException, PodProblem, InterruptedException {
    for (Container container : pod.getSpec().getInitContainers()) {
      if (stop.cause() != null) {
        return false;
      }
      if ("Always".equals(container.getRestartPolicy())) {
        startSidecar(container);
      } else if (!runToEnd(container).succeeded()) {
        return false;
      }
    }
    return stop.cause() == null;
  }

  private ContainerProcess.Exit runToEnd(Container container)
      throws IOException, PodProblem, InterruptedException {
    ContainerProcess process = start(container);
    await(() -> !process.isRunning(), FOREVER);
    if (stop.cause() != null) {
      stopContainers(Map.of(container, process));
    }
    return terminated(container, process);
  }

  private void startSidecar(Container container)
      throws IOException, PodProblem, InterruptedException {
    SidecarRun sidecar = SidecarRun.start(container, this::start, this::restarts, clock);
    sidecars.add(sidecar);
    Probe probe = container.getStartupProbe();
    while (probe != null && stop.cause() == null && !succeeds(probe, sidecar)) {
      await(() -> false, seconds(probe.getPeriodSeconds()));
    }
    if (stop.cause() == null) {
      reporter.started(container.getName());
    }
  }

  private boolean succeeds(Probe probe, SidecarRun sidecar)
      throws IOException, PodProblem, InterruptedException {
    Process look = sidecar.process().exec(probe.getExec().getCommand());
    var _ = look.onExit().thenRun(stop::wake);
    await(() -> !look.isAlive(), seconds(probe.getTimeoutSeconds()));
    look.destroyForcibly();
    return look.waitFor() == 0;
  }

  private static Duration seconds(@Nullable Integer seconds) {
    return Duration.ofSeconds(seconds == null ? 1 : Math.max(1, seconds));
  }

  private void restarts(Container container, ContainerProcess ended) throws IOException {
    ContainerProcess.Exit exit = ended.exit().join();
    reporter.restarts(container.getName(), exit, terminationMessage(container, exit));
  }

  /**
   * Waits until the pod must stop, the condition holds, or the time is over; meanwhile sidecars
   * that end are started again.
   */
  private void await(BooleanSupplier done, Duration patience)
      throws IOException, PodProblem, InterruptedException {
    Instant end = clock.instant().plus(patience);
    while (stop.cause() == null && !done.getAsBoolean() && clock.instant().isBefore(end)) {
      Duration look = Duration.between(clock.instant(), end);
      for (SidecarRun sidecar : sidecars) {
        Duration untilRestart = sidecar.restartIfDue();
        look = untilRestart != null && untilRestart.compareTo(look) < 0 ? untilRestart : look;
      }
      stop.await(
          () -> done.getAsBoolean() || sidecars.stream().anyMatch(SidecarRun::hasJustEnded), look);
    }
  }

  private ContainerProcess start(Container container) throws IOException, PodProblem {
    ContainerProcess process = containers.start(container, stop::wake);
    reporter.running(container.getName());
    return process;
  }

  private List<ContainerProcess.Exit> runContainers()
      throws IOException, PodProblem, InterruptedException {
    Map<Container, ContainerProcess> running = new LinkedHashMap<>();
    for (Container container : pod.getSpec().getContainers()) {
      running.put(container, start(container));
    }
    await(() -> running.values().stream().noneMatch(ContainerProcess::isRunning), FOREVER);
    if (stop.cause() != null) {
      stopContainers(running);
    }
    List<ContainerProcess.Exit> exits = new ArrayList<>();
    for (Map.Entry<Container, ContainerProcess> entry : running.entrySet()) {
      exits.add(terminated(entry.getKey(), entry.getValue()));
    }
    return exits;
  }

  /** On deletion and deadline everything shares one budget; the sidecars' hooks run at once. */
  private void stopContainers(Map<Container, ContainerProcess> running)
      throws IOException, InterruptedException {
    Instant end = clock.instant().plus(grace());
    killAt = end;
    for (SidecarRun sidecar : sidecars) {
      if (sidecar.process().isRunning()) {
        runPreStop(sidecar);
      }
    }
    running.values().forEach(ContainerProcess::terminate);
    for (ContainerProcess process : running.values()) {
      if (!endsBefore(process, end)) {
        process.kill();
      }
    }
  }

  private void endSidecars() throws IOException, InterruptedException {
    boolean hooksRan = killAt != null;
    // One that waits for its restart is not started any more.
    for (SidecarRun sidecar : sidecars.reversed()) {
      ContainerProcess process = sidecar.process();
      if (process.isRunning()) {
        if (!hooksRan) {
          runPreStop(sidecar);
        }
        process.terminate();
        Instant end = killAt == null ? clock.instant().plus(grace()) : killAt;
        // At the end of the budget SIGKILL comes two seconds after SIGTERM.
        Instant soonest = clock.instant().plusSeconds(2);
        if (!endsBefore(process, end.isBefore(soonest) ? soonest : end)) {
          process.kill();
        }
      }
      terminated(sidecar.container(), process);
    }
  }

  private static void runPreStop(SidecarRun sidecar) throws IOException, InterruptedException {
    Container container = sidecar.container();
    if (container.getLifecycle() != null && container.getLifecycle().getPreStop() != null) {
      ExecAction hook = container.getLifecycle().getPreStop().getExec();
      int code = sidecar.process().exec(hook.getCommand()).waitFor();
      if (code != 0) {
        LOG.atWarn().addKeyValue("exitCode", code).log("a preStop hook failed");
      }
    }
  }

  private Duration grace() {
    Long seconds = pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(seconds == null ? 30 : seconds);
  }

  private boolean endsBefore(ContainerProcess process, Instant end)
      throws IOException, InterruptedException {
    try {
      long millis = Math.max(0, Duration.between(clock.instant(), end).toMillis());
      process.exit().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IOException("a container cannot be waited for: " + e.getMessage(), e);
    }
  }

  private ContainerProcess.Exit terminated(Container container, ContainerProcess process)
      throws IOException {
    ContainerProcess.Exit exit = process.exit().join();
    reporter.terminated(container.getName(), exit, terminationMessage(container, exit));
    return exit;
  }

  private @Nullable String terminationMessage(Container container, ContainerProcess.Exit exit)
      throws IOException {
    Path file = containers.terminationMessage(container);
    if (file == null || !Files.exists(file) || Files.size(file) == 0) {
      boolean fallBack =
          "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy())
              && !exit.succeeded();
      return fallBack ? containers.lastOutput(container) : null;
    }
    byte[] bytes = Files.readAllBytes(file);
    int from = Math.max(0, bytes.length - LONGEST_MESSAGE);
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  private void end(List<ContainerProcess.Exit> exits) throws IOException {
    // As with a kubelet: gone before anybody can see that the pod has ended.
    containers.removeEmptyDirs();
    boolean success = !exits.isEmpty() && exits.stream().allMatch(ContainerProcess.Exit::succeeded);
    if (stop.cause() == Cause.DEADLINE && !success) {
      reporter.ended(
          "Failed",
          "DeadlineExceeded",
          "Pod was active on the node longer than the specified deadline");
    } else {
      reporter.ended(success ? "Succeeded" : "Failed", null, null);
    }
  }

  private void removeGroup() throws InterruptedException {
    try {
      group.kill();
      group.removeWhenEmpty();
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("cgroup", group.group().folder()).setCause(e).log("stays behind");
    }
  }
}
