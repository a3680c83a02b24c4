package org.wholetale.recordedrun.operator;

import java.time.Duration;

/** What a step says when it has looked at a run. */
sealed interface Progress {

  /** Go on to the next step, with what is known now. */
  record Proceed(RunFacts facts) implements Progress {}

  /** Nothing more can be done now; look again after that time, or when something changes. */
  record Wait(Duration atMost) implements Progress {}

  /** Nothing more is to be done, until something changes. */
  record Done() implements Progress {}

  static Progress proceed(RunFacts facts) {
    return new Proceed(facts);
  }

  static Progress waitFor(Duration atMost) {
    return new Wait(atMost);
  }

  static Progress done() {
    return new Done();
  }
}
