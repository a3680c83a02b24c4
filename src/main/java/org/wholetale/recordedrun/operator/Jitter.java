package org.wholetale.recordedrun.operator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Makes waiting times differ, so that runs which failed together do not come back together. */
record Jitter(RandomGenerator random) {

  private static final double MOST = 0.2;

  /** That time, or up to a fifth more. */
  Duration of(Duration wait) {
    return wait.plusMillis((long) (wait.toMillis() * MOST * random.nextDouble()));
  }
}
