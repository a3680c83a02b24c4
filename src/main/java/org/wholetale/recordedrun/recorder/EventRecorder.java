package org.wholetale.recordedrun.recorder;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int RESTARTS = 5;

  /**
   * So many heartbeats, in so long a time, without a line though lines are owed: they were lost.
   * Both, since heartbeats that were held up come all at once.
   */
  private static final int IDLE_HEARTBEATS = 10;

  private static final long IDLE_NANOS = 5_000_000_000L;

  /** So few bytes does bpftrace write before it waits to be read: some fifty lines. */
  private static final int BATCH = 4096;

  private final BpftraceVersion version;
  private final KernelProgram program;
  private final Path programFile;
  private final Scope scope;
  private final Duration patience;
  private final TaleProcesses processes;
  private final EventStream.Listener listener;
  private final EventStream events;
  private final Thread thread = Thread.ofPlatform().name("events").unstarted(this::run);

  private final CompletableFuture<TraceStart> started = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition heartbeat = lock.newCondition();

  private @Nullable Bpftrace bpftrace;

  /** Of the thread that reads; null until a tracer whose lines are to wait has begun. */
  private @Nullable LineCounters counters;

  private boolean killed;
  private boolean concluded;
  private @Nullable String brokenOff;
  private boolean stopping;
  private volatile boolean readOn;
  private Duration cpuTime = Duration.ZERO;

  /**
   * @param programFile where the program's text is put
   * @param patience how long what is recorded may stay in the kernel while there is room
   * @param processes tells the tale's from others in the scope
   * @param earlier where a recorder before this one had come to; null where there was none
   */
  EventRecorder(
      BpftraceVersion version,
      KernelProgram program,
      Path programFile,
      Scope scope,
      Duration patience,
      CommandLines commandLines,
      TaleProcesses processes,
      EventStream.Listener listener,
      @Nullable EarlierWork earlier) {
    this.version = version;
    this.program = program;
    this.programFile = programFile;
    this.scope = scope;
    this.patience = patience;
    this.listener = listener;
    this.processes = processes;
    this.events =
        new EventStream(
            new PathTable(version.maxString() - 1),
            commandLines,
            processes,
            new Beats(listener),
            earlier);
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
    readOn();
    lock.lock();
    try {
      long nanos = patience.toNanos();
      long now = BootTime.now();
      long lines = events.lines();
      long idleSince = events.heartbeats();
      long idleFrom = nanos;
      while (thread.isAlive() && nanos > 0 && !events.isCaughtUp(now, program.sumsBytes())) {
        if (events.lines() != lines) {
          lines = events.lines();
          idleSince = events.heartbeats();
          idleFrom = nanos;
        } else if (events.heartbeats() - idleSince > IDLE_HEARTBEATS
            && idleFrom - nanos > IDLE_NANOS) {
          return false;
        }
        nanos = heartbeat.awaitNanos(nanos);
      }
      return thread.isAlive() && nanos > 0;
    } finally {
      lock.unlock();
    }
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
      events.conclude();
      if (bpftrace != null) {
        bpftrace.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends recording and hands on what is left; gaps are told for what is missing. */
  void stop(Duration patience) throws IOException, InterruptedException {
    readOn();
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
    } catch (Error e) {
      // No memory, a class that cannot be loaded: the thread ends by it, the run does not.
      LOG.atError().setCause(e).log("recording ended");
      started.completeExceptionally(e);
      locked(() -> failed(e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      started.completeExceptionally(new RecorderException("recording ended before it began"));
      locked(heartbeat::signalAll);
    }
  }

  /** Whatever broke: the trace must not pass for whole. */
  private void failed(String why) {
    if (events.hasBegun() && !concluded) {
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
      return events.lastTime();
    } finally {
      lock.unlock();
    }
  }

  private int runOnce() throws RecorderException, IOException, InterruptedException {
    Bpftrace tracer = Bpftrace.start(version, program, programFile, scope.arguments(taleGroup()));
    locked(() -> bpftrace = tracer);
    int code;
    try {
      code = read(tracer);
    } finally {
      locked(() -> {
        cpuTime = cpuTime.plus(tracer.cpuTime());
        bpftrace = null;
      });
      tracer.close();
    }
    if (!events.hasBegun() && !isStopping()) {
      throw new RecorderException(
          "bpftrace exited with %d and recorded nothing: %s".formatted(code, tracer.messages()));
    }
    return code;
  }

  private int read(Bpftrace tracer) throws IOException, InterruptedException {
    Consumer<BpftraceLine> sink = line -> locked(() -> accept(line));
    tracer.writeAhead(BATCH);
    long before = events.lines();
    try {
      return tracer.readLines(
          in ->
              new KernelBacklog(
                  in,
                  version.room(),
                  patience,
                  () -> requireNonNull(counters).read() - (events.lines() - before),
                  () -> readOn || counters == null || taleGroup() == 0 || !tracer.isRunning(),
                  () -> locked(listener::heartbeat)),
          sink);
    } finally {
      if (counters != null) {
        counters.close();
        counters = null;
      }
    }
  }

  /** From now on everything is read as it comes, whatever was to be collected. */
  void readOn() {
    readOn = true;
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

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    if (concluded) {
      return;
    }
    events.finish();
    if (!stopping) {
      brokenOff = "bpftrace kept ending; recording was given up";
    } else if (killed) {
      events.gap("bpftrace did not end and was killed");
    }
  }

  private static @Nullable LineCounters countersOf(Bpftrace tracer) {
    LineCounters found = null;
    try {
      found = tracer.counters();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("no counters");
    }
    if (found == null) {
      LOG.warn("it cannot be told how many lines wait in the kernel: each is read as it comes");
    }
    return found;
  }

  private void accept(BpftraceLine line) {
    if (!concluded) {
      events.accept(line);
    }
  }

  private void begun(TraceStart start) {
    if (bpftrace != null) {
      bpftrace.trimProbes();
      counters = countersOf(bpftrace);
    }
    started.complete(start);
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes who waits for the stream, and passes on what is told of it. */
  private final class Beats implements EventStream.Listener {
    private final EventStream.Listener listener;

    Beats(EventStream.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void begun(TraceStart start) {
      EventRecorder.this.begun(start);
    }

    @Override
    public void event(Event event) {
      listener.event(event);
    }

    @Override
    public void heartbeat() {
      heartbeat.signalAll();
      listener.heartbeat();
    }

    @Override
    public void taleFound(long group) {
      listener.taleFound(group);
    }

    @Override
    public void otherFound(String container) {
      listener.otherFound(container);
    }
  }
}
