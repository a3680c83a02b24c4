package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;

/**
 * What a run did: its processes and what they executed, the versions of its files and who used
 * them, the channels between processes, and the network. Every format and every answer is a
 * function of it.
 *
 * <p>Built from the events in their order; its size goes with the number of different things in
 * them, not with the number of events.
 */
public final class RunGraph {

  private static final Comparator<Execution> BY_NUMBER = Comparator.comparingInt(Execution::number);

  private record NetworkKey(Execution execution, List<?> what) {}

  private final FileInventory inventory;
  private final ProcessTree processes = new ProcessTree();
  private final FileHistories files;
  private final List<Execution> executions = new ArrayList<>();
  private final Map<TracedProcess, List<Execution>> byProcess = new LinkedHashMap<>();
  private final Map<FileId, Channel> byEnd = new HashMap<>();
  private final List<Channel> channels = new ArrayList<>();
  private final Set<NetworkKey> network = new HashSet<>();
  private final List<Event.Gap> gaps = new ArrayList<>();
  private long events;
  private long kept;
  private int channelUses;

  /** The graph of a run that nothing has happened in yet. */
  public RunGraph() {
    this(new FileInventory());
  }

  /**
   * The same.
   *
   * @param inventory filled by this graph, for who wants to go on with it
   */
  public RunGraph(FileInventory inventory) {
    this.inventory = inventory;
    this.files = new FileHistories(inventory);
  }

  /** Takes the next event. */
  public void accept(Event event) {
    events++;
    kept += Footprint.of(event);
    inventory.accept(event);
    switch (event) {
      case Event.Gap gap -> {
        gaps.add(gap);
        processes.accept(gap);
      }
      case Event.OfProcess e -> follow(processes.follow(e), e);
    }
  }

  /** All executions, in the order in which they began. */
  public List<Execution> executions() {
    return Collections.unmodifiableList(executions);
  }

  /** Those of a process, in their order; empty for one that did nothing but be made and end. */
  public List<Execution> executions(TracedProcess process) {
    return Collections.unmodifiableList(byProcess.getOrDefault(process, List.of()));
  }

  /**
   * What an execution came of: what its process executed before, else what the process that made it
   * executed then; empty where that is not of the run.
   */
  public Optional<Execution> before(Execution execution) {
    TracedProcess process = execution.process();
    List<Execution> own = executions(process);
    if (own.getFirst() != execution) {
      return Optional.of(own.get(Collections.binarySearch(own, execution, BY_NUMBER) - 1));
    }
    // A process that made another one and did nothing else has executed nothing.
    for (TracedProcess maker = process.parent(); maker != null; maker = maker.parent()) {
      Optional<Execution> then = at(process.since(), executions(maker));
      if (then.isPresent()) {
        return then;
      }
    }
    return Optional.empty();
  }

  /** The last that had begun by then. */
  private static Optional<Execution> at(long time, List<Execution> executions) {
    return executions.reversed().stream().filter(each -> each.from() <= time).findFirst();
  }

  /** All processes that executed or used anything, in the order in which they began to. */
  public Collection<TracedProcess> processes() {
    return Collections.unmodifiableCollection(byProcess.keySet());
  }

  /** The tree of all processes. */
  public ProcessTree tree() {
    return processes;
  }

  /** All files, folders and devices that were opened, by path. */
  public List<FileHistory> files() {
    return files.all();
  }

  /** All pipes and sockets of which bytes were recorded, in the order in which they were seen. */
  public List<Channel> channels() {
    return Collections.unmodifiableList(channels);
  }

  /** Where events may be missing. */
  public List<Event.Gap> gaps() {
    return Collections.unmodifiableList(gaps);
  }

  /** How many events it was made of. */
  public long events() {
    return events;
  }

  /** About how many bytes of memory it takes, never much less. */
  public long footprint() {
    return kept
        + files.footprint()
        + (long) processes.all().size() * Footprint.PROCESS
        + (long) executions.size() * Footprint.EXECUTION
        + (long) channels.size() * Footprint.CHANNEL
        + (long) channelUses * Footprint.USE
        + (long) network.size() * Footprint.NETWORK_USE;
  }

  private void follow(TracedProcess process, Event.OfProcess event) {
    switch (event) {
      case Event.Exec e -> executed(process, e);
      case Event.Exit e -> ended(process, e.time());
      case Event.Open e -> files.opened(current(process), e);
      case Event.Close e -> {
        // What a copy that has done nothing yet puts another descriptor over was its parent's.
        if (!e.stillOpen() || byProcess.containsKey(process)) {
          files.closed(current(process), e);
        }
      }
      case Event.Truncate e -> files.cut(current(process), e);
      case Event.Transfer e -> moved(current(process), e);
      case Event.Traffic _ -> {}
      case Event.OfSocket e -> connected(current(process), e);
      // Names are the inventory's; what else there is makes nothing that anybody reads.
      case Event.Fork _,
          Event.ExecFailed _,
          Event.Rename _,
          Event.Link _,
          Event.Symlink _,
          Event.Mkdir _,
          Event.Mknod _,
          Event.Unlink _,
          Event.IoUring _ -> {}
    }
  }

  private void executed(TracedProcess process, Event.Exec exec) {
    List<Execution> own = byProcess.get(process);
    if (own != null) {
      own.getLast().end(exec.time());
    }
    files.executed(begin(process, exec, exec.time()), exec);
  }

  private void ended(TracedProcess process, long time) {
    List<Execution> own = byProcess.get(process);
    if (own != null) {
      own.getLast().end(time);
      files.ended(own, time);
    }
  }

  /** What the process executes; what it does before its first exec begins one too. */
  private Execution current(TracedProcess process) {
    List<Execution> own = byProcess.get(process);
    return own == null ? begin(process, null, process.since()) : own.getLast();
  }

  private Execution begin(TracedProcess process, Event.@Nullable Exec exec, long from) {
    Execution execution = new Execution(executions.size(), process, exec, from);
    executions.add(execution);
    byProcess.computeIfAbsent(process, _ -> new ArrayList<>(1)).add(execution);
    return execution;
  }

  private void moved(Execution execution, Event.Transfer transfer) {
    switch (transfer.kind()) {
      case FILE -> files.moved(execution, transfer);
      case FIFO, SOCKET -> throughChannel(execution, transfer);
      // Nothing tells what a device does with them.
      case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, OTHER -> {}
    }
  }

  private void throughChannel(Execution execution, Event.Transfer transfer) {
    Channel channel = channelOf(transfer);
    ChannelUse use = execution.useOf(transfer.file());
    if (use == null) {
      use = new ChannelUse(execution, channel, transfer.file());
      execution.add(use);
      channel.add(use);
      channelUses++;
    }
    use.count(transfer.read(), transfer.written(), transfer.time());
  }

  private Channel channelOf(Event.Transfer transfer) {
    FileId end = transfer.file();
    Channel known = byEnd.get(end);
    if (known != null) {
      return known;
    }
    Long peer = transfer.peer();
    FileId other = peer == null ? null : new FileId(end.device(), peer);
    Channel channel = other == null ? null : byEnd.get(other);
    if (channel == null) {
      channel = new Channel(channels.size(), transfer.kind(), end);
      channels.add(channel);
    }
    byEnd.put(end, channel);
    if (other != null) {
      byEnd.put(other, channel);
    }
    return channel;
  }

  private void connected(Execution execution, Event.OfSocket event) {
    if (network.add(new NetworkKey(execution, NetworkUse.what(event)))) {
      execution.add(new NetworkUse(execution, event));
    }
  }
}
