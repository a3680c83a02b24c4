package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.provenance.Runs.pipe;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ResourceUsage;

/** What a run took of the machine. */
class CostTest {

  private static final RunRecord RUN =
      Runs.of(
          exec(1_000_000, 7, "sh", "run.sh"),
          fork(2_000_000, 7, 8),
          exec(2_000_000, 8, "cat"),
          pipe(2_100_000, 8, 5, 0, 1_500_000),
          pipe(2_100_000, 7, 5, 12_345, 0),
          exit(3_500_000, 8, 0),
          exec(3_600_000, 9, "sleep"),
          exit(5_000_000, 7, 0));

  @Test
  void processesComeWithHowLongTheyLastedAndWhatTheyMoved() {
    assertThat(Cost.of(RUN, new ResourceTotals(1.5, 12_000_000L, null, 0L)).text())
        .isEqualTo(
            """
            all together: 1.50 s on processors, 12.0 MB of memory at most, 0 B written to disks
                  WALL        CPU     MEMORY       READ    WRITTEN  PROCESS
                     ?          ?          -        0 B        0 B  sleep [9]
               4.000 s          ?          -    12.3 kB        0 B  sh run.sh [7]
               1.500 s          ?          -        0 B    1.50 MB  cat [8]
            """);
  }

  @Test
  void whereNoBytesWereRecordedNoneAreSaid() {
    RunRecord run =
        new RunRecord(Runs.description(List.of("lifecycle", "exits")), RUN.graph(), RUN.contents());

    assertThat(Cost.of(run, ResourceTotals.UNKNOWN).text())
        .contains("   1.500 s          ?          -          -          -  cat [8]");
  }

  @Test
  void whatTookMostOfTheProcessorsByTheKernelsAccountComesFirst() {
    RunRecord run =
        Runs.of(
            List.of("lifecycle", "exits", "bytes"),
            exec(1_000_000, 7, "sh", "run.sh"),
            fork(2_000_000, 7, 8),
            exec(2_000_000, 8, "cc1"),
            pipe(2_100_000, 8, 5, 7, 9),
            exit(
                3_500_000,
                8,
                new ResourceUsage(
                    1_250_000_000, 64_000_000L, new ResourceUsage.Io(2000, 300, 0, 512))),
            exit(5_000_000, 7, new ResourceUsage(4_000_000, null, null)));

    assertThat(Cost.of(run, ResourceTotals.UNKNOWN).text())
        .endsWith(
            """
                  WALL        CPU     MEMORY       READ    WRITTEN  PROCESS
               1.500 s    1.250 s    64.0 MB    2.00 kB      300 B  cc1 [8]
               4.000 s    0.004 s          -        0 B        0 B  sh run.sh [7]
            """);
  }

  @Test
  void whatTheNodeDoesNotCountIsNotKnown() {
    assertThat(Cost.of(RUN, ResourceTotals.UNKNOWN).text())
        .startsWith("what the run took of the machine is not known");
  }

  @Test
  void theLastSampleThatHasItTells() throws IOException {
    String lines =
        """
        {"t":1,"cpuSeconds":0.5,"memoryBytes":7,"memoryPeakBytes":8,"pids":1}
        {"t":2,"cpuSeconds":1.25,"readBytes":4096}
        """;

    assertThat(
            ResourceTotals.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(new ResourceTotals(1.25, 8L, 4096L, null));
  }
}
