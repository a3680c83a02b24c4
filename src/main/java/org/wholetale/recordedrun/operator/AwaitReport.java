package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/** Holds a deleted run until Girder knows how it ended, but not for long. */
final class AwaitReport implements Step {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    Reported reported = facts.reported();
    if (!facts.ended() || reported == null || reported.isOver() || facts.isToLetGo()) {
      return Progress.proceed(facts);
    }
    Duration left = Duration.between(facts.now(), since(facts).plus(LONGEST_WAIT));
    return left.isPositive() ? Progress.waitFor(left) : Progress.proceed(facts);
  }

  /** When it had both ended and been deleted. */
  private static Instant since(RunFacts facts) {
    return Stream.of(
            Optional.of(facts.run().getMetadata().getDeletionTimestamp()),
            facts.previous().map(RecordedRunStatus::completionTime))
        .flatMap(Optional::stream)
        .map(Instant::parse)
        .max(Instant::compareTo)
        .orElseThrow();
  }
}
