package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sidecar, which is started again whenever it ends while its pod runs, each time after a longer
 * wait.
 *
 * @see "cluster-notes: a pod with a native sidecar, measured"
 */
final class SidecarRun {

  /** Starts a container. */
  @FunctionalInterface
  interface Starter {
    ContainerProcess start(Container container) throws IOException, PodProblem;
  }

  /** Tells of a sidecar that has ended and will be started again. */
  @FunctionalInterface
  interface Listener {
    void restarts(Container container, ContainerProcess ended) throws IOException;
  }

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration SECOND_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Container container;
  private final Starter starter;
  private final Listener listener;
  private final Clock clock;
  private ContainerProcess process;
  private Duration wait = FIRST_WAIT;
  private @Nullable Instant restartAt;

  private SidecarRun(
      Container container,
      ContainerProcess process,
      Starter starter,
      Listener listener,
      Clock clock) {
    this.container = container;
    this.process = process;
    this.starter = starter;
    this.listener = listener;
    this.clock = clock;
  }

  static SidecarRun start(Container container, Starter starter, Listener listener, Clock clock)
      throws IOException, PodProblem {
    return new SidecarRun(container, starter.start(container), starter, listener, clock);
  }

  Container container() {
    return container;
  }

  /** The current one, or the last. */
  ContainerProcess process() {
    return process;
  }

  /** Whether it has ended and nobody has looked at that yet. */
  boolean hasJustEnded() {
    return restartAt == null && !process.isRunning();
  }

  /**
   * Starts it again if it is time.
   *
   * @return how long until it is; null while it runs
   */
  @Nullable Duration restartIfDue() throws IOException, PodProblem {
    if (process.isRunning()) {
      return null;
    }
    Instant now = clock.instant();
    if (restartAt == null) {
      listener.restarts(container, process);
      restartAt = now.plus(wait);
      Duration next = wait.compareTo(SECOND_WAIT) < 0 ? SECOND_WAIT : wait.multipliedBy(2);
      wait = next.compareTo(LONGEST_WAIT) < 0 ? next : LONGEST_WAIT;
    }
    if (now.isBefore(restartAt)) {
      return Duration.between(now, restartAt);
    }
    restartAt = null;
    process = starter.start(container);
    return null;
  }
}
