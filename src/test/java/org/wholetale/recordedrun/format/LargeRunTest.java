package org.wholetale.recordedrun.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The graph and all formats of a run of very many events, in a program of its own with the heap
 * that {@code recordedrun} promises to do with. {@code -Devents=10000000} makes it ten million.
 */
class LargeRunTest {

  private static final long EVENTS = Long.getLong("events", 1_000_000);

  @TempDir Path folder;

  @Test
  void howManyEventsThereAreDoesNotMatterToTheGraph() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LargeRun.class.getName(),
                Long.toString(EVENTS),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    System.out.print(said);
    assertThat(said)
        .contains(Arrays.stream(Format.values()).map(format -> format + ": ").toList())
        .contains("5001 executions, 25000 files, 2500 channels");
  }
}
