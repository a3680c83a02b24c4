package org.wholetale.recordedrun.recorder;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;

/**
 * How the tale's first process ended.
 *
 * @param code its exit code; null where a signal ended it, or nobody knows
 * @param signal the signal; null where none did, or nobody knows
 */
public record TaleExit(@Nullable Integer code, @Nullable Integer signal) {

  public static final TaleExit UNKNOWN = new TaleExit(null, null);

  static TaleExit of(Event.Exit exit) {
    return new TaleExit(exit.code(), exit.signal());
  }
}
