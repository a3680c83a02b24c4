package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.ProcessId;

/** A process of a run: what it executed, how it ended, and the processes it made. */
public final class TracedProcess {

  private final int number;
  private final int pid;
  private final long since;
  private final Event.@Nullable Exec inherited;
  private final List<Event.Exec> executions = new ArrayList<>();
  private final List<Event.ExecFailed> failures = new ArrayList<>();
  private final List<TracedProcess> children = new ArrayList<>();
  private @Nullable TracedProcess parent;
  private @Nullable ProcessId id;
  private Event.@Nullable Exit exit;

  /**
   * @param since when it first shows in the trace
   * @param inherited what its parent executed when it made this one
   */
  TracedProcess(int number, int pid, long since, Event.@Nullable Exec inherited) {
    this.number = number;
    this.pid = pid;
    this.since = since;
    this.inherited = inherited;
  }

  /** Its place among all processes of the run, from 0, in the order in which they first show. */
  public int number() {
    return number;
  }

  /** Its number on the node. */
  public int pid() {
    return pid;
  }

  /** Its identity; null where it never did anything that is in the trace. */
  public @Nullable ProcessId id() {
    return id;
  }

  /** When it first shows in the trace, nanoseconds since the trace's start. */
  public long since() {
    return since;
  }

  /** The process that made it; null where that is not of the run. */
  public @Nullable TracedProcess parent() {
    return parent;
  }

  /** The program it was born with; null where that is not in the trace. */
  public Event.@Nullable Exec inherited() {
    return inherited;
  }

  /** The programs it executed, in order; empty for one that goes on as its parent's copy. */
  public List<Event.Exec> executions() {
    return Collections.unmodifiableList(executions);
  }

  /** What it could not execute, in order. */
  public List<Event.ExecFailed> failures() {
    return Collections.unmodifiableList(failures);
  }

  /** How it ended; null where it was still running, or ends are not recorded. */
  public Event.@Nullable Exit exit() {
    return exit;
  }

  /** The processes it made, in order. */
  public List<TracedProcess> children() {
    return Collections.unmodifiableList(children);
  }

  /** What it executes now. */
  Event.@Nullable Exec program() {
    return executions.isEmpty() ? inherited : executions.getLast();
  }

  /** Whether it did nothing but be made and end. */
  boolean isBareFork() {
    return executions.isEmpty() && failures.isEmpty() && children.isEmpty() && parent != null;
  }

  void identify(ProcessId known) {
    id = known;
  }

  void accept(Event.OfProcess event) {
    switch (event) {
      case Event.Exec e -> executions.add(e);
      case Event.ExecFailed e -> failures.add(e);
      case Event.Exit e -> exit = e;
      default -> {}
    }
  }

  void adopt(TracedProcess child) {
    child.parent = this;
    children.add(child);
  }
}
