package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

  // These two have one number on every architecture.
  private static final int PIDFD_OPEN = 434;
  private static final int PIDFD_GETFD = 438;

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
    int process = Calls.syscall(PIDFD_OPEN, (int) pid, 0, 0);
    if (process < 0) {
      return 0;
    }
    try {
      int disabled = 0;
      for (int descriptor : descriptors(pid)) {
        int event = Calls.syscall(PIDFD_GETFD, process, descriptor, 0);
        if (event >= 0) {
          disabled +=
              isOfTracepoint(event) && Calls.ioctl(event, DISABLE, MemorySegment.NULL) == 0 ? 1 : 0;
          Calls.close(event);
        }
      }
      return disabled;
    } finally {
      Calls.close(process);
    }
  }

  private static List<Integer> descriptors(long pid) throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return links
          .filter(PerfEvents::isPerfEvent)
          .map(link -> Integer.valueOf(String.valueOf(link.getFileName())))
          .toList();
    }
  }

  private static boolean isPerfEvent(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().equals("anon_inode:[perf_event]");
    } catch (IOException e) {
      return false; // closed since
    }
  }

  private static boolean isOfTracepoint(int event) {
    try (Arena arena = Arena.ofConfined()) {
      // struct perf_event_query_bpf: how many fit, how many there are, their numbers
      MemorySegment query = arena.allocate(ValueLayout.JAVA_INT, 2 + MOST_PROGRAMS);
      query.set(ValueLayout.JAVA_INT, 0, MOST_PROGRAMS);
      return Calls.ioctl(event, QUERY_BPF, query) == 0;
    }
  }

  /** The C library's functions. */
  private static final class Calls {
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SYSCALL =
        variadic(
            "syscall",
            1,
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    private static final MethodHandle IOCTL =
        variadic(
            "ioctl",
            2,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS));
    private static final MethodHandle CLOSE =
        variadic("close", 1, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted") // the signatures above are those of the functions
    private static MethodHandle variadic(String name, int fixed, FunctionDescriptor type) {
      Linker.Option[] options =
          type.argumentLayouts().size() > fixed
              ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
              : new Linker.Option[0];
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    static int syscall(long number, int first, int second, int third) {
      try {
        return (int) (long) SYSCALL.invokeExact(number, first, second, third);
      } catch (Throwable e) {
        throw new IllegalStateException("a system call cannot be made", e);
      }
    }

    static int ioctl(int descriptor, long request, MemorySegment argument) {
      try {
        return (int) IOCTL.invokeExact(descriptor, request, argument);
      } catch (Throwable e) {
        throw new IllegalStateException("a system call cannot be made", e);
      }
    }

    static void close(int descriptor) {
      try {
        int _ = (int) CLOSE.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException("a system call cannot be made", e);
      }
    }
  }
}
