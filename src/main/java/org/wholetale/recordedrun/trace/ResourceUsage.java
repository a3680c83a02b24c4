package org.wholetale.recordedrun.trace;

import org.jspecify.annotations.Nullable;

/**
 * What a process took of the machine until its end, by the kernel's account: all its threads but
 * those that ended at the same moment as the last one, and none of its children.
 *
 * @param cpuNanos time on processors, as the scheduler counts: up to a tick (1 to 10 ms) less than
 *     it was
 * @param maxRssBytes the most memory that its last program held at once; null where it executed
 *     none, and where that was no more than what the process, or what made it, had held before:
 *     then the kernel does not tell
 * @param io null where the kernel keeps no account of it
 */
public record ResourceUsage(long cpuNanos, @Nullable Long maxRssBytes, @Nullable Io io) {

  /**
   * The account of {@code /proc/PID/io}, in bytes.
   *
   * @param rchar what {@code read(2)} and its like gave, of whatever descriptor
   * @param wchar what {@code write(2)} and its like took
   * @param readBytes read from block devices
   * @param writtenBytes sent to block devices, or to be sent there
   * @see "proc_pid_io(5)"
   */
  public record Io(long rchar, long wchar, long readBytes, long writtenBytes) {

    Io plus(Io other) {
      return new Io(
          rchar + other.rchar,
          wchar + other.wchar,
          readBytes + other.readBytes,
          writtenBytes + other.writtenBytes);
    }
  }

  /** What two threads of a process took; of its memory they tell nothing. */
  public ResourceUsage plus(ResourceUsage other) {
    return new ResourceUsage(
        cpuNanos + other.cpuNanos, null, io == null || other.io == null ? null : io.plus(other.io));
  }
}
