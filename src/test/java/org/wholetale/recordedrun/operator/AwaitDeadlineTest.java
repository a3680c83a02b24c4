package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.RunFixture.CREATED;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;

/** How often a run is looked at that stays as it is, by a clock that jumps from look to look. */
class AwaitDeadlineTest {

  private static final Instant START = Instant.parse(CREATED);
  private static final Refusal QUOTA =
      new Refusal(Reason.QuotaExceeded, "exceeded quota: q", false);

  private final AwaitDeadline step =
      new AwaitDeadline(Duration.ofMinutes(5), new Jitter(new Random(1)));

  @Test
  void aRunThatIsRefusedAsksLessAndLessOften() {
    List<Instant> looks = looksOf(Duration.ofMinutes(29), AwaitDeadlineTest::refused);
    assertThat(looks.get(1)).isBetween(START.plusSeconds(10), START.plusSeconds(12));
    assertThat(looks).as("in half an hour").hasSizeBetween(15, 20);
  }

  @Test
  void aRunThatIsRefusedIsGivenUpAtItsStartDeadline() {
    List<Instant> looks = looksOf(Duration.ofMinutes(31), AwaitDeadlineTest::refused);
    RunFacts last = refused(looks.getLast());
    assertThat(StatusDerivation.derive(last).phase()).isEqualTo(RunStatus.FAILED);
    assertThat(looks.getLast()).isBefore(START.plusSeconds(1800 + 15));
  }

  @Test
  void aRunWhoseImageIsNotThereIsLookedAtOnceAMinuteAtMost() {
    List<Instant> looks = looksOf(Duration.ofMinutes(29), AwaitDeadlineTest::pulling);
    assertThat(looks).as("in half an hour").hasSizeBetween(20, 30);
  }

  @Test
  void aRunWhoseTaleRunsWithoutADeadlineIsNotLookedAtUntilSomethingChanges() {
    assertThat(step.untilNextLook(running(START.plusSeconds(60)))).isEqualTo(Progress.done());
  }

  /** When it was looked at, until it had ended or so much time had passed. */
  private List<Instant> looksOf(Duration time, FactsAt facts) {
    List<Instant> looks = new ArrayList<>();
    Instant now = START;
    while (now.isBefore(START.plus(time))) {
      looks.add(now);
      RunFacts seen = facts.at(now);
      if (StatusDerivation.derive(seen).phase().isTerminal()
          || !(step.untilNextLook(seen) instanceof Progress.Wait(Duration atMost))) {
        break;
      }
      now = now.plus(atMost);
    }
    return looks;
  }

  private static RunFacts refused(Instant now) {
    RunFacts first = RunFacts.of(run().build(), START).withRefusal(QUOTA);
    RecordedRun since = run().after(StatusDerivation.derive(first)).build();
    return RunFacts.of(since, now).withRefusal(QUOTA);
  }

  private static RunFacts pulling(Instant now) {
    RecordedRun run = run().build();
    return RunFacts.of(run, now)
        .withPod(
            PodFixture.podOf(run)
                .taleWaits("ImagePullBackOff", "no such image")
                .unreadySince(CREATED)
                .build());
  }

  private static RunFacts running(Instant now) {
    RecordedRun run = run().build();
    return RunFacts.of(run, now).withPod(PodFixture.podOf(run).taleRuns().build());
  }

  private interface FactsAt {
    RunFacts at(Instant now);
  }
}
