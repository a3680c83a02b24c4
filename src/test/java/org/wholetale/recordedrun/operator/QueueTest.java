package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

class QueueTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  /** Four runs, the oldest first; the test says which of them have a pod. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          2 | -       | a b
          2 | a       | b
          2 | d       | a
          2 | a b     | -
          1 | c d     | -
          9 | a       | b c d
          9 | a b c d | -
          """)
  void theOldestWithoutAPodAreNext(int most, String holders, String next) {
    Queue queue =
        Queue.of(
            most, Stream.of("d", "b", "a", "c").map(QueueTest::waiting).toList(), set(holders));
    assertThat(queue.next())
        .extracting(run -> run.getMetadata().getName())
        .containsExactlyElementsOf(next == null ? List.of() : List.of(next.split(" ")));
  }

  @Test
  void aRunWaitsOnlyForOlderOnes() {
    Queue queue = Queue.of(2, List.of(waiting("a"), waiting("b"), waiting("c")), Set.of());
    assertThat(queue.isTurnOf(waiting("a"))).isTrue();
    assertThat(queue.isTurnOf(waiting("b"))).isTrue();
    assertThat(queue.isTurnOf(waiting("c"))).isFalse();
  }

  @Test
  void whoIsNotSeenToWaitYetHasItsTurnByItsAge() {
    Queue queue = Queue.of(1, List.of(waiting("b")), Set.of());
    assertThat(queue.isTurnOf(waiting("a"))).isTrue();
    assertThat(queue.isTurnOf(waiting("c"))).isFalse();
  }

  @Test
  void whoCannotStartLetsOthersPass() {
    RecordedRun cancelled = named("a", run().cancelled());
    RecordedRun suspended = named("b", run().with("suspend", true));
    RecordedRun deleted = waiting("c");
    deleted.getMetadata().setDeletionTimestamp(NOW.toString());
    RecordedRun refused =
        after("d", facts -> facts.withRefusal(new Refusal(Reason.ClaimNotFound, "none", false)));
    RecordedRun ended = after("e", facts -> facts.withRefusal(Refusal.permanent("wrong")));
    RecordedRun queued = after("f", facts -> facts.withQueue("wait"));
    Queue queue =
        Queue.of(1, List.of(cancelled, suspended, deleted, refused, ended, queued), Set.of());
    assertThat(queue.waiting()).containsExactly(queued);
  }

  private static RecordedRun after(String name, UnaryOperator<RunFacts> found) {
    RecordedRunStatus status =
        StatusDerivation.derive(found.apply(RunFacts.of(waiting(name), NOW)));
    return named(name, run().after(status));
  }

  private static RecordedRun waiting(String name) {
    return named(name, run());
  }

  /** Its UID is its name, and each is a second younger than the one before it in the alphabet. */
  private static RecordedRun named(String name, RunFixture fixture) {
    RecordedRun run = fixture.build();
    run.getMetadata().setName(name);
    run.getMetadata().setUid(name);
    run.getMetadata().setCreationTimestamp(NOW.plusSeconds(name.charAt(0)).toString());
    return run;
  }

  private static Set<String> set(String names) {
    return names == null ? Set.of() : Set.of(names.split(" "));
  }
}
