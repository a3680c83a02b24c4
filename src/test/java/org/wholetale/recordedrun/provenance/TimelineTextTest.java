package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;

import org.junit.jupiter.api.Test;

/** When what was executed, as bars. */
class TimelineTextTest {

  private static final RunRecord RUN =
      Runs.of(
          exec(1_000_000, 7, "sh", "run.sh"),
          fork(2_000_000, 7, 8),
          exec(2_000_000, 8, "sort", "-n"),
          exit(3_000_000, 8, 2),
          fork(4_000_000, 7, 9),
          exec(4_000_000, 9, "sleep", "1000"),
          exit(5_000_000, 7, 0));

  @Test
  void barsLieWhereInTimeTheyWere() {
    assertThat(new TimelineText(Timeline.of(RUN.graph()), 80).text())
        .isEqualTo(
            """
                START  DURATION   0                    4.000 s
              0.000 s   4.000 s   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ sh run.sh
              1.000 s   1.000 s          ━━━━━━━               [exit 2] sort -n
              3.000 s         ?                        ━━━━━━━ sleep 1000
            """);
  }

  @Test
  void itIsAsWideAsTheTerminalAndNoWider() {
    for (int width : new int[] {70, 99, 200}) {
      assertThat(new TimelineText(Timeline.of(RUN.graph()), width).text().lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void aRunWithoutAnyProgramHasNoBars() {
    assertThat(new TimelineText(Timeline.of(Runs.of().graph()), 80).text().lines()).hasSize(1);
  }
}
