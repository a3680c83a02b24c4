package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.trace.Event;

/**
 * Runs bpftrace over a scope and hands on the events in order, from its first line to its last. A
 * bpftrace that dies is started anew, and the time without it becomes a gap.
 *
 * <p>One thread of its own reads, orders and hands on; the methods are for another one.
 */
final class EventRecorder implements AutoCloseable {

  /** What is told of a recording as it goes. Called on the reading thread. */
  interface Listener {
    void event(Event event);

    /** Five times a second. */
    void heartbeat();

    /** The tale runs in the control group of that number. */
    void taleFound(long group);

    /** The pod has a container that is not the tale; nothing of it is recorded. */
    void otherFound(String container);
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int RESTARTS = 5;

  /**
   * So many heartbeats, in so long a time, without a line though lines are owed: they were lost.
   * Both, since heartbeats that were held up come all at once.
   */
  private static final int IDLE_HEARTBEATS = 10;

  private static final long IDLE_NANOS = 5_000_000_000L;

  /** How often it is told what was read and written: each five seconds. */
  private static final int TRANSFER_HEARTBEATS = 25;

  private final BpftraceVersion version;
  private final KernelProgram program;
  private final Path programFile;
  private final Scope scope;
  private final CommandLines commandLines;
  private final TaleProcesses processes;
  private final Listener listener;
  private final @Nullable EarlierWork earlier;
  private final Thread thread = Thread.ofPlatform().name("events").unstarted(this::run);

  private final CompletableFuture<TraceStart> started = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition heartbeat = lock.newCondition();
  private final LineOrder order = new LineOrder(this::ordered, this::lost);
  private final Transfers transfers = new Transfers();
  private final PathTable paths;

  private @Nullable EventAssembler assembler;
  private @Nullable Bpftrace bpftrace;
  private @Nullable Long unfinishedHeartbeat;
  private Map<Integer, Long> finalCounters = Map.of();
  private @Nullable Long taleGroup;
  private Set<String> others = Set.of();
  private boolean killed;
  private boolean concluded;
  private @Nullable String brokenOff;
  private long heartbeats;
  private long lastTime;
  private boolean stopping;
  private Duration cpuTime = Duration.ZERO;

  /**
   * @param programFile where the program's text is put
   * @param processes tells the tale's from others in the scope
   * @param earlier where a recorder before this one had come to; null where there was none
   */
  EventRecorder(
      BpftraceVersion version,
      KernelProgram program,
      Path programFile,
      Scope scope,
      CommandLines commandLines,
      TaleProcesses processes,
      Listener listener,
      @Nullable EarlierWork earlier) {
    this.version = version;
    this.program = program;
    this.programFile = programFile;
    this.scope = scope;
    this.commandLines = commandLines;
    this.processes = processes;
    this.listener = listener;
    this.earlier = earlier;
    this.lastTime = earlier == null ? 0 : earlier.lastTime();
    this.paths = new PathTable(version.maxString() - 1);
  }

  /** Starts recording, and waits until the kernel does. */
  TraceStart start(Duration patience) throws RecorderException, InterruptedException {
    thread.start();
    try {
      return started.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RecorderException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new RecorderException(
          "bpftrace did not begin to record within %d s".formatted(patience.toSeconds()), e);
    }
  }

  /**
   * Waits until every event up to now has been handed on, or nothing more comes. What is missing
   * then, the final counters tell.
   *
   * @return whether all that the kernel has counted up to now is here
   */
  boolean drain(Duration patience) throws IOException, InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      long now = BootTime.now();
      long lines = order.lines();
      long idleSince = heartbeats;
      long idleFrom = nanos;
      while (thread.isAlive() && nanos > 0 && !isCaughtUp(now)) {
        if (order.lines() != lines) {
          lines = order.lines();
          idleSince = heartbeats;
          idleFrom = nanos;
        } else if (heartbeats - idleSince > IDLE_HEARTBEATS && idleFrom - nanos > IDLE_NANOS) {
          return false;
        }
        nanos = heartbeat.awaitNanos(nanos);
      }
      return thread.isAlive() && nanos > 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCaughtUp(long time) {
    return order.isCaughtUp(time) && (!program.sumsBytes() || transfers.isComplete(time));
  }

  /**
   * Ends recording where {@link #drain} found all here and nothing more can happen. bpftrace takes
   * two seconds to detach its probes; nobody has to wait for that.
   */
  void conclude() throws IOException {
    lock.lock();
    try {
      stopping = true;
      concluded = true;
      order.finish(finalCounters);
      tellTransfers(lastTime);
      if (bpftrace != null) {
        bpftrace.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends recording and hands on what is left; gaps are told for what is missing. */
  void stop(Duration patience) throws IOException, InterruptedException {
    lock.lock();
    try {
      stopping = true;
      if (bpftrace != null) {
        bpftrace.interrupt();
      }
    } finally {
      lock.unlock();
    }
    thread.join(patience);
    if (thread.isAlive()) {
      locked(() -> killed = true);
      close();
      thread.join();
    }
  }

  /** Processor time of every bpftrace so far. */
  Duration cpuTime() {
    lock.lock();
    try {
      return bpftrace == null ? cpuTime : cpuTime.plus(bpftrace.cpuTime());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      if (bpftrace != null) {
        bpftrace.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits, after {@link #close}, until nothing more is handed on. */
  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (int attempt = 0; attempt <= RESTARTS; attempt++) {
        int code = runOnce();
        if (isStopping()) {
          break;
        }
        LOG.atWarn().addKeyValue("exitCode", code).log("bpftrace ended by itself");
      }
      locked(this::finish);
    } catch (RecorderException | IOException | RuntimeException e) {
      LOG.atError().setCause(e).log("recording ended");
      started.completeExceptionally(e);
      locked(() -> failed(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      started.completeExceptionally(new RecorderException("recording ended before it began"));
      locked(heartbeat::signalAll);
    }
  }

  /** Whatever broke: the trace must not pass for whole. */
  private void failed(String why) {
    if (assembler != null && !concluded) {
      brokenOff = "recording broke off: " + why;
    }
  }

  /** Why nothing is recorded any more, though nobody has ended it; null where that is not so. */
  @Nullable String brokenOff() {
    lock.lock();
    try {
      return brokenOff;
    } finally {
      lock.unlock();
    }
  }

  /** The last event's time on the trace's clock; 0 where there is none. */
  long lastTime() {
    lock.lock();
    try {
      return lastTime;
    } finally {
      lock.unlock();
    }
  }

  private int runOnce() throws RecorderException, IOException, InterruptedException {
    Bpftrace tracer = Bpftrace.start(version, program, programFile, scope.arguments(taleGroup()));
    locked(() -> bpftrace = tracer);
    int code;
    try {
      code = tracer.readLines(line -> locked(() -> accept(line)));
    } finally {
      locked(() -> {
        cpuTime = cpuTime.plus(tracer.cpuTime());
        bpftrace = null;
      });
      tracer.close();
    }
    if (assembler == null && !isStopping()) {
      throw new RecorderException(
          "bpftrace exited with %d and recorded nothing: %s".formatted(code, tracer.messages()));
    }
    return code;
  }

  private void finish() {
    if (concluded) {
      return;
    }
    order.finish(finalCounters);
    tellTransfers(lastTime);
    if (transfers.missing() != 0) {
      event(
          new Event.Gap(
              lastTime,
              lastTime,
              "of %d bytes it is not known who moved them".formatted(transfers.missing()),
              null));
    }
    if (!stopping) {
      brokenOff = "bpftrace kept ending; recording was given up";
    } else if (killed) {
      event(new Event.Gap(lastTime, lastTime, "bpftrace did not end and was killed", null));
    }
  }

  /** The number of the tale's group, which a new tracer cannot know; 0 where it is not known. */
  private long taleGroup() {
    lock.lock();
    try {
      Long group = processes.group();
      return group == null ? 0 : group;
    } finally {
      lock.unlock();
    }
  }

  private void accept(BpftraceLine line) {
    if (concluded) {
      return;
    }
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
    if (bpftrace != null) {
      bpftrace.trimProbes();
    }
    if (assembler != null) {
      order.restart();
      tellTransfers(lastTime);
      transfers.restart();
      finalCounters = Map.of();
      unfinishedHeartbeat = null;
      gapUntilNow("bpftrace ended and was started again");
      return;
    }
    TraceStart start = earlier == null ? now : earlier.start();
    assembler = new EventAssembler(start.bootNanos(), paths, commandLines, processes);
    if (earlier != null) {
      gapUntilNow("the recorder ended and was started again");
    }
    started.complete(start);
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
      heartbeat.signalAll();
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

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
