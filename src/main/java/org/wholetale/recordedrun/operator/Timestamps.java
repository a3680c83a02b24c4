package org.wholetale.recordedrun.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they appear in a resource: whole seconds, like Kubernetes' own. */
final class Timestamps {

  private static final long NEVER_SECONDS = Duration.ofDays(36_500).toSeconds();

  private Timestamps() {}

  /** So many seconds later; so late that it never comes where a user wrote a huge number. */
  static Instant after(Instant start, long seconds) {
    return start.plusSeconds(Math.min(seconds, NEVER_SECONDS));
  }

  static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A duration for people: {@code 1h2m3s}, {@code 1m12s}, {@code 0s}. */
  static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutes() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    return text.append(duration.toSecondsPart()).append('s').toString();
  }
}
