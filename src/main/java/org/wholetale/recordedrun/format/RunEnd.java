package org.wholetale.recordedrun.format;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.trace.Event;

/**
 * How a run, or a process of it, ended. Both are null where that is not known.
 *
 * @param code its exit code; null where a signal ended it
 * @param signal null where none did
 */
record RunEnd(@Nullable Integer code, @Nullable Integer signal) {

  static final RunEnd UNKNOWN = new RunEnd(null, null);

  static RunEnd of(RunDescription run) {
    return new RunEnd(run.exitCode(), run.signal());
  }

  static RunEnd of(Event.@Nullable Exit exit) {
    return exit == null ? UNKNOWN : new RunEnd(exit.code(), exit.signal());
  }

  boolean isKnown() {
    return code != null || signal != null;
  }

  boolean isSuccess() {
    return code != null && code == 0;
  }

  String text() {
    if (signal != null) {
      return "signal %d ended it".formatted(signal);
    }
    return code == null ? "how it ended is not known" : "its exit code was %d".formatted(code);
  }
}
