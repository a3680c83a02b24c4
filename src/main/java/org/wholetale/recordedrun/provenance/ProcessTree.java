package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.ProcessId;

/**
 * The processes of a run and who made whom, built from its events in order.
 *
 * <p>A fork tells only its child's number; the child's first own event completes its identity.
 * Where a fork is missing, the parent that an exec names stands in for it.
 */
public final class ProcessTree {

  private final List<TracedProcess> all = new ArrayList<>();
  private final List<TracedProcess> roots = new ArrayList<>();
  private final Map<Integer, TracedProcess> current = new HashMap<>();

  /** Those whose number another one has: some of what a process did is told after its end. */
  private final Map<ProcessId, TracedProcess> former = new HashMap<>();

  private boolean recordsExits;
  private boolean hasGaps;

  /** Takes the next event. */
  public void accept(Event event) {
    hasGaps |= event instanceof Event.Gap;
    if (event instanceof Event.OfProcess e) {
      follow(e);
    }
  }

  /**
   * Takes the next event of a process.
   *
   * @return the process that caused it
   */
  TracedProcess follow(Event.OfProcess event) {
    TracedProcess process = processOf(event);
    process.accept(event);
    switch (event) {
      case Event.Fork fork -> {
        TracedProcess child = add(fork.child(), event.time(), process.program());
        process.adopt(child);
        put(child);
      }
      case Event.Exit _ -> recordsExits = true;
      default -> {}
    }
    return process;
  }

  /** All processes, in the order in which they first show. */
  public List<TracedProcess> all() {
    return Collections.unmodifiableList(all);
  }

  /** The processes that no process of the run made, in order; in a whole trace there is one. */
  public List<TracedProcess> roots() {
    return Collections.unmodifiableList(roots);
  }

  /** Whether a process came from outside the run; where there are gaps its maker may be lost. */
  public boolean hasEntered(TracedProcess process) {
    return !hasGaps && roots.indexOf(process) > 0;
  }

  /** Whether any process was seen to end: a run need not record that. */
  public boolean recordsExits() {
    return recordsExits;
  }

  /**
   * The tree as text, a line a process.
   *
   * @param width the most characters of a command line that are shown; at least 10
   */
  public String text(int width) {
    return new ProcessTreeText(this, width).text();
  }

  private TracedProcess processOf(Event.OfProcess event) {
    ProcessId id = event.process();
    TracedProcess known = current.get(id.pid());
    if (known != null && (known.id() == null || id.equals(known.id()))) {
      known.identify(id);
      return known;
    }
    TracedProcess gone = former.get(id);
    if (gone != null) {
      return gone;
    }
    TracedProcess parent = event instanceof Event.Exec exec ? find(exec.parent()) : null;
    TracedProcess process = add(id.pid(), event.time(), null);
    process.identify(id);
    put(process);
    if (parent == null) {
      roots.add(process);
    } else {
      parent.adopt(process);
    }
    return process;
  }

  private TracedProcess add(int pid, long since, Event.@Nullable Exec inherited) {
    TracedProcess process = new TracedProcess(all.size(), pid, since, inherited);
    all.add(process);
    return process;
  }

  private void put(TracedProcess process) {
    TracedProcess before = current.put(process.pid(), process);
    if (before != null && before.id() != null) {
      former.put(before.id(), before);
    }
  }

  private @Nullable TracedProcess find(ProcessId id) {
    TracedProcess process = current.get(id.pid());
    return process != null && id.equals(process.id()) ? process : null;
  }
}
