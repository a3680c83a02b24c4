package org.wholetale.recordedrun.runs;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Somebody who looks on: keeps which runs have changed since they last looked, so that whoever is
 * slow misses steps between, never the last one, and holds nobody up.
 */
final class Onlooker implements AutoCloseable {

  private final Predicate<RunKey> interest;
  private final Consumer<Onlooker> leave;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final Set<RunKey> changed = new LinkedHashSet<>();

  Onlooker(Predicate<RunKey> interest, Consumer<Onlooker> leave) {
    this.interest = interest;
    this.leave = leave;
  }

  void tell(RunKey key) {
    if (!interest.test(key)) {
      return;
    }
    lock.lock();
    try {
      changed.add(key);
      told.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a change; what has changed since the last time, in that order. */
  Set<RunKey> await(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (changed.isEmpty() && left > 0) {
        left = told.awaitNanos(left);
      }
      Set<RunKey> news = new LinkedHashSet<>(changed);
      changed.clear();
      return news;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    leave.accept(this);
  }
}
