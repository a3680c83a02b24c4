package org.wholetale.recordedrun.recorder;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The form in which Whole Tale keeps what a run used: a line a sample, as gwvolman writes {@code
 * .docker_stats}. Time on a processor is in percent of one, since the line before.
 *
 * @param start where the samples' clock begins
 * @param taleStart when the tale's first program began on that clock, in nanoseconds; the first
 *     line's percentage is since then
 */
record DockerStats(TraceStart start, long taleStart) {

  /** The name under which it lies in the archive. */
  static final String FILE_NAME = "docker_stats";

  private static final int DECIMALS = 2;
  private static final int BINARY = 1024;
  private static final int DECIMAL = 1000;
  private static final List<String> PREFIXES = List.of("", "K", "M", "G", "T", "P");

  /** What is written, where upstream writes what it does not know: a figure without a unit. */
  private static final String UNKNOWN = "0";

  /**
   * Writes the whole file anew.
   *
   * @param samples {@code stats.ndjson}
   */
  void write(Path samples, Path to) throws IOException {
    ResourceSample before =
        new ResourceSample(taleStart, BigDecimal.ZERO, null, null, null, null, null, null);
    try (BufferedWriter out = Files.newBufferedWriter(to)) {
      for (String json : Files.readAllLines(samples)) {
        ResourceSample sample = ResourceSample.parse(json);
        out.write(line(before, sample) + "\n");
        before = sample;
      }
    }
  }

  /** One line, without its end. */
  String line(ResourceSample before, ResourceSample now) {
    // The network is the pod's, not the control group's, and upstream's word for "not known" is 0.
    return "%s - %s%%, %s / %s, %s / %s, %s / %s, %s"
        .formatted(
            start.at(now.t()),
            percent(before, now),
            size(now.memoryBytes(), BINARY),
            size(now.memoryLimitBytes(), BINARY),
            UNKNOWN,
            UNKNOWN,
            size(now.readBytes(), DECIMAL),
            size(now.writtenBytes(), DECIMAL),
            now.pids() == null ? UNKNOWN : now.pids());
  }

  private static String percent(ResourceSample before, ResourceSample now) {
    BigDecimal from = before.cpuSeconds();
    BigDecimal to = now.cpuSeconds();
    double percent =
        from == null || to == null || now.t() <= before.t()
            ? 0
            : to.subtract(from).doubleValue() * 1e9 / (now.t() - before.t()) * 100;
    return String.format(Locale.ROOT, "%.2f", percent);
  }

  private static String size(@Nullable Long bytes, int base) {
    if (bytes == null) {
      return UNKNOWN;
    }
    if (bytes == 0) {
      return "0B";
    }
    int prefix = 0;
    double value = bytes;
    while (value >= base && prefix < PREFIXES.size() - 1) {
      value /= base;
      prefix++;
    }
    double rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    String unit = PREFIXES.get(prefix) + (base == BINARY && prefix > 0 ? "iB" : "B");
    return rounded + " " + unit;
  }
}
