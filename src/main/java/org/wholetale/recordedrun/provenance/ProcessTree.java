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

  private final List<TracedProcess> roots = new ArrayList<>();
  private final Map<Integer, TracedProcess> current = new HashMap<>();
  private boolean recordsExits;
  private boolean hasGaps;

  /** Takes the next event. */
  public void accept(Event event) {
    hasGaps |= event instanceof Event.Gap;
    if (event instanceof Event.OfProcess e) {
      TracedProcess process = processOf(e);
      process.accept(e);
      switch (e) {
        case Event.Fork fork -> {
          TracedProcess child = new TracedProcess(fork.child(), e.time(), process.program());
          process.adopt(child);
          current.put(fork.child(), child);
        }
        case Event.Exit _ -> recordsExits = true;
        default -> {}
      }
    }
  }

  /** The processes that no process of the run made, in order; in a whole trace there is one. */
  public List<TracedProcess> roots() {
    return Collections.unmodifiableList(roots);
  }

  /** Whether a process came from outside the run; where there are gaps its maker may be lost. */
  boolean hasEntered(TracedProcess process) {
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
    TracedProcess process = new TracedProcess(id.pid(), event.time(), null);
    process.identify(id);
    current.put(id.pid(), process);
    TracedProcess parent = event instanceof Event.Exec exec ? find(exec.parent()) : null;
    if (parent == null) {
      roots.add(process);
    } else {
      parent.adopt(process);
    }
    return process;
  }

  private @Nullable TracedProcess find(ProcessId id) {
    TracedProcess process = current.get(id.pid());
    return process != null && id.equals(process.id()) ? process : null;
  }
}
