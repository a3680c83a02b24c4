package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * When and why a pod must stop before it ends by itself: it was deleted, or its active deadline is
 * over.
 */
final class StopSignal {

  /** Why a pod is stopped. */
  enum Cause {
    DELETED,
    DEADLINE
  }

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Instant start;
  private boolean deleted;
  private @Nullable Instant deadline;

  /**
   * @param start from when the deadline counts
   */
  StopSignal(Pod pod, Instant start, Clock clock) {
    this.start = start;
    this.clock = clock;
    update(pod);
  }

  /** Looks at the pod as it is now. */
  void update(Pod pod) {
    lock.lock();
    try {
      deleted |= pod.getMetadata().getDeletionTimestamp() != null;
      Long seconds = pod.getSpec().getActiveDeadlineSeconds();
      deadline = seconds == null ? null : start.plusSeconds(seconds);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The pod is no more. */
  void delete() {
    lock.lock();
    try {
      deleted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits, to look at what it waits for. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why the pod must stop now; null where it need not. */
  @Nullable Cause cause() {
    lock.lock();
    try {
      if (deleted) {
        return Cause.DELETED;
      }
      return deadline != null && !clock.instant().isBefore(deadline) ? Cause.DEADLINE : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the pod must stop, the condition holds, or the time is over.
   *
   * @param done looked at again after each {@link #wake}
   */
  void await(java.util.function.BooleanSupplier done, Duration patience)
      throws InterruptedException {
    lock.lock();
    try {
      Instant end = clock.instant().plus(patience);
      while (cause() == null && !done.getAsBoolean()) {
        Instant until = deadline == null || end.isBefore(deadline) ? end : deadline;
        long nanos = Duration.between(clock.instant(), until).toNanos();
        if (!clock.instant().isBefore(end)) {
          return;
        }
        if (nanos > 0) {
          changed.awaitNanos(nanos);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
