package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;

/**
 * A process while it executes one program: from an exec to the next one or its end. What a process
 * does before its first exec, as a copy of its parent, is an execution too.
 */
public final class Execution {

  private final int number;
  private final TracedProcess process;
  private final Event.@Nullable Exec exec;
  private final long from;
  private final Map<FileVersion, FileUse> files = new LinkedHashMap<>();
  private final Map<FileId, ChannelUse> channels = new LinkedHashMap<>(2);
  private final List<NetworkUse> network = new ArrayList<>();
  private @Nullable Long to;

  Execution(int number, TracedProcess process, Event.@Nullable Exec exec, long from) {
    this.number = number;
    this.process = process;
    this.exec = exec;
    this.from = from;
  }

  /** Its place among all executions of the run, from 0, in the order in which they began. */
  public int number() {
    return number;
  }

  /** Whose it is. */
  public TracedProcess process() {
    return process;
  }

  /** The exec that began it; null where the process goes on as a copy of its parent. */
  public Event.@Nullable Exec exec() {
    return exec;
  }

  /** The program: of a copy that of its parent; null where that is not in the trace. */
  public Event.@Nullable Exec program() {
    return exec == null ? process.inherited() : exec;
  }

  /** When it began, nanoseconds since the trace's start. */
  public long from() {
    return from;
  }

  /** When it ended, by another exec or the process's end; null where that is not in the trace. */
  public @Nullable Long to() {
    return to;
  }

  /** What it did with files, in the order in which it began to. */
  public Collection<FileUse> files() {
    return Collections.unmodifiableCollection(files.values());
  }

  /** The pipes and sockets that it moved bytes through, where that was recorded. */
  public Collection<ChannelUse> channels() {
    return Collections.unmodifiableCollection(channels.values());
  }

  /** What it did with the network, each once, where that was recorded. */
  public List<NetworkUse> network() {
    return Collections.unmodifiableList(network);
  }

  void end(long time) {
    to = time;
  }

  @Nullable FileUse useOf(FileVersion version) {
    return files.get(version);
  }

  @Nullable ChannelUse useOf(FileId end) {
    return channels.get(end);
  }

  void add(FileUse use) {
    files.put(use.version(), use);
  }

  void add(ChannelUse use) {
    channels.put(use.end(), use);
  }

  void add(NetworkUse use) {
    network.add(use);
  }

  @Override
  public String toString() {
    Event.Exec program = program();
    return "execution %d of process %d: %s"
        .formatted(number, process.pid(), program == null ? "?" : ProgramNames.of(program));
  }
}
