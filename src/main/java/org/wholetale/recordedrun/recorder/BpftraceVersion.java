package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bpftrace this is; what differs between versions is told apart here.
 *
 * @param text as it calls itself, such as {@code v0.23.2}
 * @param minor the number after {@code 0.}
 */
record BpftraceVersion(String text, int minor) {

  private static final Pattern VERSION = Pattern.compile("v0\\.(\\d+)\\S*");

  /** Before this, strings lie on the 512-byte BPF stack. */
  private static final int STRINGS_OFF_STACK = 21;

  private static final int PAGE = 4096;

  /** What the longest line but that of an environment takes in a buffer, in bytes. */
  private static final int LINE = 450;

  /** Asks the program that would be run. */
  static BpftraceVersion ask(String program) throws RecorderException {
    try {
      Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return parse(text);
    } catch (IOException e) {
      throw new RecorderException(
          "bpftrace cannot be run ("
              + e.getMessage()
              + "): install it (Debian: apt-get install bpftrace)",
          e);
    }
  }

  static BpftraceVersion parse(String text) throws RecorderException {
    Matcher version = VERSION.matcher(text);
    if (!version.find()) {
      throw new RecorderException(
          "bpftrace does not tell its version: \"" + text + "\"; 0.17 and 0.23 are known to work");
    }
    return new BpftraceVersion(version.group(), Integer.parseInt(version.group(1)));
  }

  /** The most bytes of a string that a probe puts out, its terminator included. */
  int maxString() {
    return isRecent() ? 256 : 160;
  }

  private boolean isRecent() {
    return minor >= STRINGS_OFF_STACK;
  }

  /**
   * How many pages of memory a buffer of lines has: all processors share one, before 0.21 each has
   * its own. The default of 64 loses half of a busy run.
   */
  private int bufferPages() {
    return isRecent() ? 8192 : 4096;
  }

  /** How many lines the kernel holds at least before some are lost. */
  int room() {
    return bufferPages() * PAGE / LINE;
  }

  /** bpftrace's settings, under the names that this version knows them by. */
  Map<String, String> environment() {
    boolean recent = isRecent();
    return Map.of(
        recent ? "BPFTRACE_MAX_STRLEN" : "BPFTRACE_STRLEN",
        Integer.toString(maxString()),
        recent ? "BPFTRACE_MAX_MAP_KEYS" : "BPFTRACE_MAP_KEYS_MAX",
        "200000",
        "BPFTRACE_PERF_RB_PAGES",
        Integer.toString(bufferPages()),
        "BPFTRACE_LOG_SIZE",
        "4000000",
        // strftime is to count from the epoch
        "TZ",
        "UTC");
  }
}
