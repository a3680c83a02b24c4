package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/** The clock by which the kernel's lines are stamped: the time since boot, suspensions included. */
final class BootTime {

  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final Path OWN_PROCESS = Path.of("/proc/self/stat");

  /** Where in that file the start is, after the program's name, which may hold anything. */
  private static final int START_FIELD = 20;

  /** The file tells hundredths of a second, and leaves the rest off. */
  private static final long RESOLUTION_NANOS = 10_000_000;

  private BootTime() {}

  /** A moment not before now, in nanoseconds. */
  static long now() throws IOException {
    String uptime = Files.readString(UPTIME).split(" ", 2)[0];
    return new BigDecimal(uptime).movePointRight(9).longValueExact() + RESOLUTION_NANOS;
  }

  /** When this process was started, by the hundredth of a second. */
  static long ofThisProcess() throws IOException {
    String stat = Files.readString(OWN_PROCESS);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1);
    return Long.parseLong(fields[START_FIELD]) * RESOLUTION_NANOS;
  }
}
