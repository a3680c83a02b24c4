package org.wholetale.recordedrun.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event.Stamp;

/** Events for tests; each test says only what matters to it. Process n started at n. */
public final class Events {

  /** The process that starts the tale and is not of it. */
  public static final ProcessId OUTSIDE = new ProcessId(1, 1);

  public static final String WORKSPACE = "/work/workspace";

  private Events() {}

  public static ProcessId process(int pid) {
    return new ProcessId(pid, pid);
  }

  public static Stamp at(long micros, int pid) {
    return new Stamp(micros * 1000, 0, process(pid), pid);
  }

  public static Event.Fork fork(long micros, int pid, int child) {
    return new Event.Fork(at(micros, pid), child);
  }

  /** The program's file is {@code /bin/} and the first argument. */
  public static Event.Exec exec(long micros, int pid, String... argv) {
    return exec(at(micros, pid), OUTSIDE, argv);
  }

  public static Event.Exec exec(Stamp at, ProcessId parent, String... argv) {
    return new Event.Exec(
        at,
        ByteString.of("/bin/" + argv[0]),
        ByteString.of(argv[0]),
        texts(argv),
        false,
        ByteString.of(WORKSPACE),
        parent,
        new UserId(1000, 100),
        Map.of(),
        false);
  }

  public static Event.ExecFailed execFailed(long micros, int pid, String path) {
    return new Event.ExecFailed(
        at(micros, pid), ByteString.of(path), List.of(ByteString.of(path)), false, 2, false);
  }

  public static Event.Exit exit(long micros, int pid, int code) {
    return new Event.Exit(at(micros, pid), code, null, false, null);
  }

  /** An exit with code 0 of a process that took so much. */
  public static Event.Exit exit(long micros, int pid, ResourceUsage usage) {
    return new Event.Exit(at(micros, pid), 0, null, false, usage);
  }

  public static Event.Exit killed(long micros, int pid, int signal) {
    return new Event.Exit(at(micros, pid), null, signal, false, null);
  }

  public static Event.Open open(long micros, int pid, AccessMode mode, String path, long inode) {
    return open(micros, pid, mode, path, inode, false);
  }

  public static Event.Open open(
      long micros, int pid, AccessMode mode, String path, long inode, boolean created) {
    return open(micros, pid, mode, path, inode, created ? OpenFlags.CREATED : OpenFlags.NONE);
  }

  public static Event.Open open(
      long micros, int pid, AccessMode mode, String path, long inode, OpenFlags flags) {
    return new Event.Open(
        at(micros, pid),
        ByteString.of(path),
        false,
        mode,
        new FileId("254:0", inode),
        FileKind.FILE,
        flags,
        false);
  }

  public static Event.Close close(long micros, int pid, String path, long inode) {
    return close(micros, pid, path, inode, false);
  }

  /** A close that leaves the file open by a copy of the descriptor, or mapped. */
  public static Event.Close closeCopy(long micros, int pid, String path, long inode) {
    return close(micros, pid, path, inode, true);
  }

  private static Event.Close close(
      long micros, int pid, String path, long inode, boolean stillOpen) {
    return new Event.Close(
        at(micros, pid), ByteString.of(path), false, new FileId("254:0", inode), stillOpen, false);
  }

  public static Event.Rename rename(long micros, int pid, String from, String to) {
    return rename(micros, pid, from, to, false);
  }

  public static Event.Rename exchange(long micros, int pid, String one, String other) {
    return rename(micros, pid, one, other, true);
  }

  private static Event.Rename rename(
      long micros, int pid, String from, String to, boolean exchange) {
    return new Event.Rename(
        at(micros, pid), ByteString.of(from), ByteString.of(to), exchange, false, false);
  }

  public static Event.Unlink unlink(long micros, int pid, String path) {
    return new Event.Unlink(at(micros, pid), ByteString.of(path), false, false);
  }

  public static Event.Gap gap(long fromMicros, long toMicros, @Nullable Long lost) {
    return new Event.Gap(fromMicros * 1000, toMicros * 1000, "the kernel's buffer was full", lost);
  }

  public static List<ByteString> texts(String... texts) {
    return Arrays.stream(texts).map(ByteString::of).toList();
  }
}
