package org.wholetale.recordedrun.recorder;

import java.math.BigDecimal;
import java.time.Instant;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Where a trace's clock begins.
 *
 * @param bootNanos nanoseconds since boot
 * @param instant the same moment on the wall clock
 */
record TraceStart(long bootNanos, Instant instant) {

  /** Parses the line of BEGIN: {@code B NANOSECONDS SECONDS.MICROSECONDS}. */
  static TraceStart parse(ByteString line) {
    KernelLine.Fields fields = new KernelLine.Fields(line, 2);
    long bootNanos = fields.nextLong();
    BigDecimal seconds = new BigDecimal(fields.rest().toString());
    return new TraceStart(
        bootNanos,
        Instant.ofEpochSecond(
            seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue()));
  }

  /** A time of the trace on the wall clock. */
  Instant at(long time) {
    return instant.plusNanos(time);
  }

  /** A moment as nanoseconds since the trace's start. */
  long since(Instant moment) {
    return java.time.Duration.between(instant, moment).toNanos();
  }
}
