package org.wholetale.recordedrun.recorder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Event.Gap;

/** A trace in figures, and how its first process began and ended; counts events as they pass. */
final class TraceTotals {

  private final Set<Integer> alive = new HashSet<>();
  private final List<Gap> gaps = new ArrayList<>();
  private long events;
  private long truncated;
  private long redacted;
  private long entered;
  private long processes;
  private long lost;
  private boolean lossUnknown;
  private boolean ioUring;
  private Event.@Nullable Exec firstExec;
  private Event.@Nullable Exit firstExit;

  void accept(Event event) {
    events++;
    if (event instanceof Event.OfProcess e) {
      truncated += e.truncated() ? 1 : 0;
      redacted += e.redacted() ? 1 : 0;
    }
    switch (event) {
      case Event.Fork e -> {
        if (firstExec != null && alive.add(e.process().pid())) {
          processes++;
          entered++;
        }
        processes++;
        alive.add(e.child());
      }
      case Event.Exec e -> {
        if (alive.add(e.process().pid())) {
          processes++;
          // Where the parent is the run's, the line of its fork was lost.
          entered += firstExec != null && !alive.contains(e.parent().pid()) ? 1 : 0;
        }
        if (firstExec == null) {
          firstExec = e;
        }
      }
      case Event.Exit e -> {
        alive.remove(e.process().pid());
        if (firstExec != null && firstExec.process().equals(e.process())) {
          firstExit = e;
        }
      }
      case Event.Gap e -> {
        gaps.add(e);
        if (e.lost() == null) {
          lossUnknown = true;
        } else {
          lost += e.lost();
        }
      }
      case Event.IoUring _ -> ioUring = true;
      default -> {}
    }
  }

  /** The figures by now, with those of the files that were counted elsewhere. */
  TraceFigures figures(long filesRead, long filesWritten) {
    return new TraceFigures(
        events,
        lossUnknown ? null : (Long) lost,
        truncated,
        redacted,
        entered,
        ioUring,
        List.copyOf(gaps),
        processes,
        filesRead,
        filesWritten,
        firstExec,
        firstExit);
  }
}
