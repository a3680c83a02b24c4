package org.wholetale.recordedrun.recorder;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** System calls that Java has not; each returns below 0 where it failed. */
final class LinuxCalls {

  // These two have one number on every architecture.
  private static final long PIDFD_OPEN = 434;
  private static final long PIDFD_GETFD = 438;
  private static final long BPF = System.getProperty("os.arch").equals("aarch64") ? 280 : 321;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETPIPE_SZ = 1031;

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle SYSCALL =
      function(
          "syscall",
          1,
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle IOCTL =
      function(
          "ioctl",
          2,
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS));
  private static final MethodHandle FCNTL =
      function(
          "fcntl",
          2,
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", 1, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private static final MethodHandle SETFSUID =
      function("setfsuid", 1, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle SETFSGID =
      function("setfsgid", 1, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  /** How much memory the kernel hands out at once, in bytes. */
  static final int PAGE_SIZE = pageSize();

  private LinuxCalls() {}

  private static int pageSize() {
    try {
      return (int)
          function("getpagesize", 0, FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("getpagesize cannot be called", e);
    }
  }

  @SuppressWarnings("restricted") // the signatures above are those of the functions
  private static MethodHandle function(String name, int fixed, FunctionDescriptor type) {
    Linker.Option[] options =
        type.argumentLayouts().size() > fixed
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
            : new Linker.Option[0];
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }

  /** A descriptor of a process. */
  static int pidfdOpen(long pid) {
    return syscall(PIDFD_OPEN, pid, 0, 0);
  }

  /** A descriptor of our own for one of another process. */
  static int pidfdGetfd(int process, int descriptor) {
    return syscall(PIDFD_GETFD, process, descriptor, 0);
  }

  /** {@code bpf(2)} with the attributes that the command takes. */
  static int bpf(int command, MemorySegment attributes) {
    return syscall(BPF, command, attributes.address(), attributes.byteSize());
  }

  /** Another descriptor for the same. */
  static int dup(int descriptor) {
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  }

  /** Lets a pipe hold that many bytes, or a page at least. */
  static int setPipeSize(int pipe, int bytes) {
    return fcntl(pipe, F_SETPIPE_SZ, bytes);
  }

  private static int fcntl(int descriptor, int command, int argument) {
    try {
      return (int) FCNTL.invokeExact(descriptor, command, argument);
    } catch (Throwable e) {
      throw new IllegalStateException("fcntl cannot be called", e);
    }
  }

  /** Gives this thread a user's rights on files, and no more; returns whose it had before. */
  static int setFileUser(int user) {
    try {
      return (int) SETFSUID.invokeExact(user);
    } catch (Throwable e) {
      throw new IllegalStateException("setfsuid cannot be called", e);
    }
  }

  /** Gives this thread a group's rights on files; returns whose it had before. */
  static int setFileGroup(int group) {
    try {
      return (int) SETFSGID.invokeExact(group);
    } catch (Throwable e) {
      throw new IllegalStateException("setfsgid cannot be called", e);
    }
  }

  static int ioctl(int descriptor, long request, MemorySegment argument) {
    try {
      return (int) IOCTL.invokeExact(descriptor, request, argument);
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl cannot be called", e);
    }
  }

  static void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close cannot be called", e);
    }
  }

  private static int syscall(long number, long first, long second, long third) {
    try {
      return (int) (long) SYSCALL.invokeExact(number, first, second, third);
    } catch (Throwable e) {
      throw new IllegalStateException("syscall cannot be called", e);
    }
  }
}
