package org.wholetale.recordedrun.recorder;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts the lines of all processors into the order of their times, and counts those that never came.
 *
 * <p>Each processor's lines come in order and numbered; those of several come interleaved at
 * random. The kernel's heartbeat tells, for a moment, how many each processor had written: once
 * that many are here, everything before that moment is, and can go on.
 */
final class LineOrder {

  /** Lines on one processor that were numbered and never came. */
  record Loss(int cpu, long from, long to, long count) {}

  /** How many lines each processor had numbered at that time. */
  private record Heartbeat(long time, Map<Integer, Long> written) {}

  /**
   * A line may bear a time a little before its number: it takes both without being stopped, but not
   * in one step.
   */
  private static final long SLACK_NANOS = 20_000_000;

  /** A line that waits longer than this for others goes on without them. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Consumer<KernelLine> sink;
  private final Consumer<Loss> losses;
  private final PriorityQueue<KernelLine> waiting =
      new PriorityQueue<>(LineOrder::byTimeThenNumber);
  private final Map<Integer, Cpu> cpus = new HashMap<>();
  private long lines;
  private Heartbeat last = new Heartbeat(0, Map.of());
  private Heartbeat awaited = last;
  private long latest;
  private long releasedUntil;

  /**
   * @param sink takes the lines in order
   * @param losses told of each hole as soon as it shows
   */
  LineOrder(Consumer<KernelLine> sink, Consumer<Loss> losses) {
    this.sink = sink;
    this.losses = losses;
  }

  private static int byTimeThenNumber(KernelLine one, KernelLine other) {
    int byTime = Long.compare(one.time(), other.time());
    return byTime == 0 ? Long.compare(one.number(), other.number()) : byTime;
  }

  /** Takes a line as it comes. */
  void add(KernelLine line) {
    Cpu cpu = cpus.computeIfAbsent(line.cpu(), c -> new Cpu());
    if (line.number() > cpu.last + 1) {
      losses.accept(new Loss(line.cpu(), cpu.lastTime, line.time(), line.number() - cpu.last - 1));
    }
    cpu.last = Math.max(cpu.last, line.number());
    cpu.lastTime = line.time();
    latest = Math.max(latest, line.time());
    lines++;
    waiting.add(line);
  }

  /**
   * Takes the kernel's heartbeat.
   *
   * @param time nanoseconds since boot
   * @param byCpu the lines that each processor had numbered then, or a little later
   */
  void heartbeat(long time, Map<Integer, Long> byCpu) {
    last = new Heartbeat(time, byCpu);
    latest = Math.max(latest, time);
    if (isHere(awaited)) {
      release(awaited.time() - SLACK_NANOS);
      awaited = last;
    }
    release(isHere(last) ? time - SLACK_NANOS : time - PATIENCE_NANOS);
  }

  /** Whether all lines up to that time are here, as far as the heartbeats know. */
  boolean isCaughtUp(long time) {
    return last.time() >= time && isHere(last);
  }

  private boolean isHere(Heartbeat heartbeat) {
    return heartbeat.written().entrySet().stream()
        .allMatch(entry -> {
          Cpu cpu = cpus.get(entry.getKey());
          return entry.getValue() <= (cpu == null ? 0 : cpu.last);
        });
  }

  /** Everything before that time, in nanoseconds since boot, has gone on. */
  long releasedUntil() {
    return releasedUntil;
  }

  /** How many lines have come. */
  long lines() {
    return lines;
  }

  /**
   * Lets everything go on, and counts what each processor wrote beyond the last line that came.
   *
   * @param byCpu the final counters
   */
  void finish(Map<Integer, Long> byCpu) {
    byCpu.forEach((number, count) -> {
      Cpu cpu = cpus.computeIfAbsent(number, c -> new Cpu());
      if (count > cpu.last) {
        losses.accept(new Loss(number, cpu.lastTime, latest, count - cpu.last));
        cpu.last = count;
      }
    });
    release(Long.MAX_VALUE);
  }

  /** Lets everything go on and forgets the numbers: a new tracer begins at 1 again. */
  void restart() {
    release(Long.MAX_VALUE);
    cpus.clear();
    last = new Heartbeat(last.time(), Map.of());
    awaited = last;
  }

  private void release(long before) {
    releasedUntil = before == Long.MAX_VALUE ? latest : Math.max(releasedUntil, before);
    for (KernelLine line = waiting.peek();
        line != null && line.time() < before;
        line = waiting.peek()) {
      waiting.remove();
      sink.accept(line);
    }
  }

  private static final class Cpu {
    private long last;
    private long lastTime;
  }
}
