package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples in the form that Whole Tale keeps. */
class DockerStatsTest {

  private static final TraceStart START = new TraceStart(0, Instant.parse("2026-11-25T02:07:24Z"));
  private static final long TALE_START = 500_000_000;

  @Test
  void aLineSaysAllThatASampleDoes(@TempDir Path folder) throws IOException {
    assertThat(
            written(
                folder,
                "{'t':2500000000,'cpuSeconds':1.5,'memoryBytes':13107200,'memoryLimitBytes':2147483648,"
                    + "'readBytes':1024,'writtenBytes':8388608,'pids':3}",
                "{'t':7500000000,'cpuSeconds':9,'memoryBytes':1000,'memoryLimitBytes':2147483648,"
                    + "'readBytes':0,'writtenBytes':0,'pids':1}"))
        .isEqualTo(
            """
            2026-11-25T02:07:26.500Z - 75.00%, 12.5 MiB / 2.0 GiB, 0 / 0, 1.02 KB / 8.39 MB, 3
            2026-11-25T02:07:31.500Z - 150.00%, 1000.0 B / 2.0 GiB, 0 / 0, 0B / 0B, 1
            """);
  }

  @Test
  void whatIsNotKnownIsAZeroWithoutAUnit(@TempDir Path folder) throws IOException {
    assertThat(written(folder, "{'t':500000000}"))
        .isEqualTo("2026-11-25T02:07:24.500Z - 0.00%, 0 / 0, 0 / 0, 0 / 0, 0\n");
  }

  /** As gwvolman's {@code convert_size} says them. */
  @ParameterizedTest
  @CsvSource({
    "1, 1.0 B",
    "1023, 1023.0 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "70000000, 66.76 MiB",
    "1099511627776, 1.0 TiB",
    "9223372036854775807, 8192.0 PiB"
  })
  void memoryIsInBinaryUnits(long bytes, String text, @TempDir Path folder) throws IOException {
    assertThat(written(folder, "{'t':1,'memoryBytes':%d}".formatted(bytes)))
        .contains("%, " + text + " / 0,");
  }

  private static String written(Path folder, String... samples) throws IOException {
    Path stats = folder.resolve("stats.ndjson");
    Path text = folder.resolve("docker_stats");
    Files.writeString(stats, String.join("\n", samples).replace('\'', '"') + "\n");
    new DockerStats(START, TALE_START).write(stats, text);
    return Files.readString(text);
  }
}
