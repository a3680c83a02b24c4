package org.wholetale.recordedrun.recorder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

  long events() {
    return events;
  }

  long truncated() {
    return truncated;
  }

  long processes() {
    return processes;
  }

  /** How many events are missing; null where that cannot be known. */
  @Nullable Long lost() {
    return lossUnknown ? null : (Long) lost;
  }

  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  boolean isComplete() {
    return gaps.isEmpty() && truncated == 0;
  }

  /** The exec that began the run. */
  Optional<Event.Exec> firstExec() {
    return Optional.ofNullable(firstExec);
  }

  /** How the process that began the run ended, where it did and exits are recorded. */
  Optional<Event.Exit> firstExit() {
    return Optional.ofNullable(firstExit);
  }
}
