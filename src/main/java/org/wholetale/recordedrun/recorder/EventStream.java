package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.trace.Event;

/**
 * Makes events of what bpftrace writes, in order, from its first line to its last; of several
 * bpftraces where one after another was started. For one thread at a time.
 */
final class EventStream {

  /** What is told of a stream as it goes. */
  interface Listener {

    /** A bpftrace records now, the first or a later one; the trace's start is always the same. */
    default void begun(TraceStart start) {}

    void event(Event event);

    /** Five times a second. */
    void heartbeat();

    /** The tale runs in the control group of that number. */
    void taleFound(long group);

    /** The pod has a container that is not the tale; nothing of it is recorded. */
    void otherFound(String container);
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** How often it is told what was read and written: each five seconds. */
  private static final int TRANSFER_HEARTBEATS = 25;

  private final PathTable paths;
  private final CommandLines commandLines;
  private final TaleProcesses processes;
  private final Listener listener;
  private final @Nullable EarlierWork earlier;
  private final LineOrder order = new LineOrder(this::ordered, this::lost);
  private final Transfers transfers = new Transfers();

  private @Nullable EventAssembler assembler;
  private @Nullable Long unfinishedHeartbeat;
  private Map<Integer, Long> finalCounters = Map.of();
  private @Nullable Long taleGroup;
  private Set<String> others = Set.of();
  private long heartbeats;
  private long lastTime;

  /**
   * @param processes tells the tale's from others in the scope
   * @param earlier where a recorder before this one had come to; null where there was none
   */
  EventStream(
      PathTable paths,
      CommandLines commandLines,
      TaleProcesses processes,
      Listener listener,
      @Nullable EarlierWork earlier) {
    this.paths = paths;
    this.commandLines = commandLines;
    this.processes = processes;
    this.listener = listener;
    this.earlier = earlier;
    this.lastTime = earlier == null ? 0 : earlier.lastTime();
  }

  /** Whether a bpftrace has begun to record. */
  boolean hasBegun() {
    return assembler != null;
  }

  /**
   * Whether everything up to that time has been handed on, as far as the heartbeats know.
   *
   * @param time nanoseconds since boot
   * @param bytes whether sums of bytes are to be here too
   */
  boolean isCaughtUp(long time, boolean bytes) {
    return order.isCaughtUp(time) && (!bytes || transfers.isComplete(time));
  }

  /** How many lines have come. */
  long lines() {
    return order.lines();
  }

  long heartbeats() {
    return heartbeats;
  }

  /** The last event's time on the trace's clock; 0 where there is none. */
  long lastTime() {
    return lastTime;
  }

  /** Hands on what is left; gaps are told for what is missing. */
  void finish() {
    conclude();
    if (transfers.missing() != 0) {
      gap("of %d bytes it is not known who moved them".formatted(transfers.missing()));
    }
  }

  /** Hands on what is left of the lines, where all bytes are known to be here. */
  void conclude() {
    order.finish(finalCounters);
    tellTransfers(lastTime);
  }

  /** Nobody knows what may be missing from the last event on. */
  void gap(String cause) {
    event(new Event.Gap(lastTime, lastTime, cause, null));
  }

  /** Takes a line as it comes. */
  void accept(BpftraceLine line) {
    switch (line) {
      case BpftraceLine.Printed printed -> printed(printed);
      case BpftraceLine.Counters counters -> {
        finalCounters = counters.byCpu();
        completeHeartbeat(counters.byCpu());
      }
      case BpftraceLine.Sums sums -> added(sums);
      case BpftraceLine.LostEvents events ->
          // How many of them were ours, the numbers tell.
          LOG.warn("bpftrace reports {} lost events", events.count());
      case BpftraceLine.Message message -> LOG.debug("bpftrace: {}", message.text());
    }
  }

  private void printed(BpftraceLine.Printed line) {
    char kind = line.text().isEmpty() ? ' ' : (char) line.text().byteAt(0);
    if (kind == 'B') {
      begun(TraceStart.parse(line.text()));
    } else if (kind == 'H') {
      // A processor that wrote nothing yet is not in the map, and an empty map is not printed.
      if (unfinishedHeartbeat != null && finalCounters.isEmpty()) {
        completeHeartbeat(Map.of());
      }
      unfinishedHeartbeat = new KernelLine.Fields(line.text(), 2).nextLong();
    } else if (kind == 'M') {
      transfers.asks(new KernelLine.Fields(line.text(), 2).nextLong());
    } else if (KernelLine.EVENTS.indexOf(kind) >= 0) {
      numbered(KernelLine.parse(line.text()));
    }
  }

  private void added(BpftraceLine.Sums sums) {
    switch (sums.map()) {
      case "@read0", "@read1" -> transfers.read(sums.byKey());
      case "@written0", "@written1" -> transfers.written(sums.byKey());
      case "@moved" -> transfers.moved(sums.byKey().getOrDefault("", 0L));
      default -> LOG.debug("bpftrace printed {}", sums.map());
    }
  }

  private void numbered(KernelLine line) {
    if (line.kind() == 'X') {
      processes.arrives(line.open().nextInt(), EventAssembler.groupOf(line));
    }
    order.add(line);
  }

  private void begun(TraceStart now) {
    if (assembler != null) {
      order.restart();
      tellTransfers(lastTime);
      transfers.restart();
      finalCounters = Map.of();
      unfinishedHeartbeat = null;
      gapUntilNow("bpftrace ended and was started again");
      listener.begun(now);
      return;
    }
    TraceStart start = earlier == null ? now : earlier.start();
    assembler = new EventAssembler(start.bootNanos(), paths, commandLines, processes);
    if (earlier != null) {
      gapUntilNow("the recorder ended and was started again");
    }
    listener.begun(start);
  }

  /**
   * Until now and not until BEGIN, which bpftrace runs before it attaches the other probes, though
   * it hands out BEGIN's line only after.
   */
  private void gapUntilNow(String cause) {
    try {
      long now = Objects.requireNonNull(assembler).sinceTraceStart(BootTime.now());
      event(new Event.Gap(lastTime, now, cause, null));
    } catch (IOException e) {
      throw new UncheckedIOException("the time since boot cannot be told", e);
    }
  }

  private void completeHeartbeat(Map<Integer, Long> counters) {
    if (unfinishedHeartbeat != null) {
      order.heartbeat(unfinishedHeartbeat, counters);
      unfinishedHeartbeat = null;
      heartbeats++;
      if (heartbeats % TRANSFER_HEARTBEATS == 0 && assembler != null) {
        tellTransfers(Math.max(lastTime, assembler.sinceTraceStart(order.releasedUntil())));
      }
      listener.heartbeat();
    }
  }

  private void ordered(KernelLine line) {
    if (line.kind() == 'V') {
      KernelLine.Fields inodes = line.open();
      transfers.pair(inodes.nextLong(), inodes.nextLong());
    } else if (assembler != null) {
      assembler.accept(line).ifPresent(this::event);
      if (line.kind() == 'X') {
        tellWhatWasFound();
      }
    }
  }

  private void tellWhatWasFound() {
    Long group = processes.group();
    if (group != null && !group.equals(taleGroup)) {
      taleGroup = group;
      listener.taleFound(group);
    }
    Set<String> found = processes.others();
    found.stream().filter(name -> !others.contains(name)).forEach(listener::otherFound);
    others = found;
  }

  private void tellTransfers(long time) {
    if (assembler != null) {
      transfers.take(time, assembler::sinceTraceStart, processes::isOfOther).forEach(this::event);
    }
  }

  private void lost(LineOrder.Loss loss) {
    if (assembler != null) {
      event(
          new Event.Gap(
              Math.max(0, assembler.sinceTraceStart(loss.from())),
              assembler.sinceTraceStart(loss.to()),
              "the kernel's buffer was full",
              loss.count()));
    }
  }

  private void event(Event event) {
    lastTime = Math.max(lastTime, event.time());
    listener.event(event);
  }
}
