package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.gap;
import static org.wholetale.recordedrun.trace.Events.killed;

import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.ProcessId;

class TraceTotalsTest {

  private final TraceTotals totals = new TraceTotals();

  private TraceFigures figures() {
    return totals.figures(0, 0);
  }

  @Test
  void theFirstExecBeginsTheRunAndTheExitOfItsProcessEndsIt() {
    Event.Exec first = exec(1, 7, "sh", "run.sh");
    Event.Exit end = killed(9, 7, 9);
    accept(first, fork(2, 7, 8), exec(3, 8, "true"), exit(4, 8, 0), exec(5, 7, "python3"), end);

    assertThat(figures().firstExec()).isEqualTo(first);
    assertThat(figures().firstExit()).isEqualTo(end);
    assertThat(figures().events()).isEqualTo(6);
    assertThat(figures().isComplete()).isTrue();
    assertThat(figures().lost()).isEqualTo(0);
  }

  @Test
  void aProcessIsCountedOnceWhetherItsForkOrOnlyItsExecIsThere() {
    accept(exec(1, 7, "sh"), fork(2, 7, 8), exec(3, 8, "a"), exec(4, 8, "b"), fork(5, 7, 9));
    assertThat(figures().processes()).isEqualTo(3);

    accept(exit(6, 8, 0), fork(7, 7, 8), exec(8, 8, "c"));
    assertThat(figures().processes()).isEqualTo(4);
  }

  @Test
  void aProcessWhoseParentIsNoneOfTheRunsCameFromOutside() {
    Event.Exec lostFork = exec(at(3, 9), new ProcessId(7, 0), "its fork was lost");
    accept(exec(1, 7, "sh"), fork(2, 7, 8), exec(2, 8, "true"), lostFork);
    assertThat(figures().entered()).isZero();

    accept(exec(4, 10, "sh", "-c", "by kubectl exec"), exec(5, 10, "ps"));
    assertThat(figures().entered()).isEqualTo(1);

    accept(fork(6, 30, 31), exec(7, 31, "by a container runtime, which forks first"));
    assertThat(figures().entered()).isEqualTo(2);
  }

  @Test
  void lossesAddUpAndMakeTheTraceIncomplete() {
    accept(gap(1, 2, 3L), gap(4, 5, 4L));

    assertThat(figures().lost()).isEqualTo(7);
    assertThat(figures().gaps()).hasSize(2);
    assertThat(figures().isComplete()).isFalse();
  }

  @Test
  void oneUnknownLossMakesTheSumUnknown() {
    accept(gap(1, 2, 3L), gap(4, 5, null), gap(6, 7, 1L));

    assertThat(figures().lost()).isNull();
  }

  @Test
  void aCutValueMakesTheTraceIncomplete() {
    accept(new Event.Unlink(at(1, 7), ByteString.of("/..."), true, false));

    assertThat(figures().truncated()).isEqualTo(1);
    assertThat(figures().lost()).isEqualTo(0);
    assertThat(figures().isComplete()).isFalse();
  }

  @Test
  void aRedactedValueIsCountedAndTheTraceIsCompleteAllTheSame() {
    accept(new Event.Unlink(at(1, 7), ByteString.of("/[redacted]"), false, true));

    assertThat(figures().redacted()).isEqualTo(1);
    assertThat(figures().isComplete()).isTrue();
  }

  @Test
  void anEmptyTraceHasNeitherBeginningNorEnd() {
    accept(exit(1, 7, 0));

    assertThat(figures().firstExec()).isNull();
    assertThat(figures().firstExit()).isNull();
  }

  private void accept(Event... events) {
    for (Event event : events) {
      totals.accept(event);
    }
  }
}
