package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The perf events by which a bpftrace attaches its programs to the kernel's tracepoints.
 *
 * <p>bpftrace opens each on the first processor and enables it there, and its programs return 1:
 * the kernel then makes a sample of every event on that processor, which nobody reads and which
 * costs 0.3 microseconds. A program runs, on all processors, whether its event is enabled or not.
 *
 * @see "man 2 perf_event_open, PERF_EVENT_IOC_DISABLE; the kernel's trace_call_bpf"
 */
final class PerfEvents {

  private static final long DISABLE = 0x2401;

  /** Tells the programs of an event; succeeds for those of tracepoints alone. */
  private static final long QUERY_BPF = 0xc008240aL;

  private static final int MOST_PROGRAMS = 64;

  private PerfEvents() {}

  /**
   * Disables the events of a process's tracepoint programs; the programs go on running.
   *
   * @return how many; 0 where the kernel does not let it, which costs time and nothing else
   */
  static int disable(long pid) throws IOException {
    AtomicInteger disabled = new AtomicInteger();
    ForeignDescriptors.lend(
        pid,
        "anon_inode:[perf_event]",
        event -> {
          if (isOfTracepoint(event) && LinuxCalls.ioctl(event, DISABLE, MemorySegment.NULL) == 0) {
            disabled.incrementAndGet();
          }
        });
    return disabled.get();
  }

  private static boolean isOfTracepoint(int event) {
    try (Arena arena = Arena.ofConfined()) {
      // struct perf_event_query_bpf: how many fit, how many there are, their numbers
      MemorySegment query = arena.allocate(ValueLayout.JAVA_INT, 2 + MOST_PROGRAMS);
      query.set(ValueLayout.JAVA_INT, 0, MOST_PROGRAMS);
      return LinuxCalls.ioctl(event, QUERY_BPF, query) == 0;
    }
  }
}
