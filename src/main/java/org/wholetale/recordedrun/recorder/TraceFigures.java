package org.wholetale.recordedrun.recorder;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;

/**
 * A trace in figures at one moment.
 *
 * @param lost how many events are missing; null where that cannot be known
 * @param redacted in how many events a secret was replaced
 * @param entered how many processes came from outside the run, but for the first
 * @param ioUring whether an io_uring was set up
 * @param firstExec the exec that began the run; null where none was seen yet
 * @param firstExit how the process ended that began the run; null where that was not seen (yet)
 */
record TraceFigures(
    long events,
    @Nullable Long lost,
    long truncated,
    long redacted,
    long entered,
    boolean ioUring,
    List<Event.Gap> gaps,
    long processes,
    long filesRead,
    long filesWritten,
    Event.@Nullable Exec firstExec,
    Event.@Nullable Exit firstExit) {

  private static final String IO_URING =
      "io_uring was used: reads and writes through it are not seen";

  /** Where it is not known which process began the run. */
  TraceFigures withoutFirst() {
    return new TraceFigures(
        events,
        lost,
        truncated,
        redacted,
        entered,
        ioUring,
        gaps,
        processes,
        filesRead,
        filesWritten,
        null,
        null);
  }

  /** What the run did that passed the recording by, in sentences. */
  List<String> coverage() {
    return ioUring ? List.of(IO_URING) : List.of();
  }

  boolean isComplete() {
    return gaps.isEmpty() && truncated == 0;
  }
}
