package org.wholetale.recordedrun.recorder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Event.Stamp;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.ProcessId;

/**
 * Adds up what the kernel's sums say of bytes read and written, until it is told, and checks that
 * none is missing.
 *
 * @see "docs/kernel-lines.md, bytes"
 */
final class Transfers {

  /** Who moved bytes from or to what; the process's start in nanoseconds since boot. */
  private record Key(long group, int process, long start, int mode, long device, long inode) {

    /** The keys of a map as bpftrace prints them: separated by commas. */
    static Key parse(String text) {
      String[] parts = text.split(",", -1);
      if (parts.length != 6) {
        throw new IllegalArgumentException("a sum of bytes with other keys: " + text);
      }
      return new Key(
          number(parts[0]),
          (int) number(parts[1]),
          number(parts[2]),
          (int) number(parts[3]),
          number(parts[4]),
          number(parts[5]));
    }

    /** Unsigned; some versions print the largest ones with a sign. */
    private static long number(String text) {
      return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }
  }

  private record Bytes(long read, long written) {
    Bytes plus(Bytes more) {
      return new Bytes(read + more.read, written + more.written);
    }
  }

  private final Map<Key, Bytes> untold = new LinkedHashMap<>();
  private final Map<Long, Long> peers = new HashMap<>();
  private long received;
  private long moved;
  private long completeUntil;
  private @Nullable Long asked;

  /** What was read since these were printed before, by key. */
  void read(Map<String, Long> sums) {
    sums.forEach((key, sum) -> add(key, new Bytes(sum, 0)));
  }

  /** What was written since these were printed before, by key. */
  void written(Map<String, Long> sums) {
    sums.forEach((key, sum) -> add(key, new Bytes(0, sum)));
  }

  private void add(String key, Bytes bytes) {
    received += bytes.read() + bytes.written();
    untold.merge(Key.parse(key), bytes, Bytes::plus);
  }

  /** The kernel was asked at that time for the sum of all; an empty one is not printed. */
  void asks(long time) {
    if (asked != null && moved == 0) {
      completeUntil = asked;
    }
    asked = time;
  }

  /** The sum of all that was read and written. */
  void moved(long total) {
    moved = total;
    if (asked != null && received == moved) {
      completeUntil = asked;
    }
  }

  /** Two sockets are each other's ends. */
  void pair(long inode, long peer) {
    peers.put(inode, peer);
    peers.put(peer, inode);
  }

  /** Whether all that was moved up to that time, in nanoseconds since boot, is here. */
  boolean isComplete(long time) {
    return completeUntil >= time;
  }

  /** How many bytes were moved of which it is not known by whom. */
  long missing() {
    return moved - received;
  }

  /** A new tracer counts from nothing. */
  void restart() {
    received = 0;
    moved = 0;
    asked = null;
  }

  /**
   * Tells what was added since this was asked before.
   *
   * @param time the events', on the trace's clock
   * @param traceTime turns a time since boot into one of the trace
   * @param isOther tells the control groups whose processes are not the tale's
   */
  List<Event> take(long time, LongUnaryOperator traceTime, LongPredicate isOther) {
    List<Event> events = new ArrayList<>();
    untold.forEach((key, bytes) -> {
      if (!isOther.test(key.group())) {
        ProcessId process = new ProcessId(key.process(), traceTime.applyAsLong(key.start()));
        events.add(
            new Event.Transfer(
                new Stamp(time, 0, process, key.process()),
                FileId.of(key.device(), key.inode()),
                FileKind.ofInodeMode(key.mode()),
                peers.get(key.inode()),
                bytes.read(),
                bytes.written()));
      }
    });
    untold.clear();
    return events;
  }
}
