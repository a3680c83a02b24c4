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
  private long processes;
  private long lost;
  private boolean lossUnknown;
  private Event.@Nullable Exec firstExec;
  private Event.@Nullable Exit firstExit;

  void accept(Event event) {
    events++;
    switch (event) {
      case Event.Fork e -> {
        processes++;
        alive.add(e.child());
      }
      case Event.Exec e -> {
        if (firstExec == null) {
          firstExec = e;
        }
        if (alive.add(e.process().pid())) {
          processes++;
        }
        truncated(e.truncated());
      }
      case Event.Exit e -> {
        alive.remove(e.process().pid());
        if (firstExec != null && firstExec.process().equals(e.process())) {
          firstExit = e;
        }
      }
      case Event.ExecFailed e -> truncated(e.truncated());
      case Event.Open e -> truncated(e.truncated());
      case Event.Close e -> truncated(e.truncated());
      case Event.Rename e -> truncated(e.truncated());
      case Event.Link e -> truncated(e.truncated());
      case Event.Symlink e -> truncated(e.truncated());
      case Event.Mkdir e -> truncated(e.truncated());
      case Event.Mknod e -> truncated(e.truncated());
      case Event.Truncate e -> truncated(e.truncated());
      case Event.Unlink e -> truncated(e.truncated());
      case Event.Gap e -> {
        gaps.add(e);
        if (e.lost() == null) {
          lossUnknown = true;
        } else {
          lost += e.lost();
        }
      }
    }
  }

  private void truncated(boolean is) {
    if (is) {
      truncated++;
    }
  }

  /** The figures by now, with those of the files that were counted elsewhere. */
  TraceFigures figures(long filesRead, long filesWritten) {
    return new TraceFigures(
        events,
        lossUnknown ? null : (Long) lost,
        truncated,
        List.copyOf(gaps),
        processes,
        filesRead,
        filesWritten,
        firstExec,
        firstExit);
  }
}
