package org.wholetale.recordedrun.archive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time from which events are missing.
 *
 * @param from its beginning, nanoseconds since the trace's start
 * @param to its end, on the same clock; null where that is not known
 * @param cause why they are missing
 * @param lost how many are missing; null where that cannot be known
 */
public record ManifestGap(long from, @Nullable Long to, String cause, @Nullable Long lost) {

  public ManifestGap {
    Objects.requireNonNull(cause, "trace.gaps[].cause");
  }
}
