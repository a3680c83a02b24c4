package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/** Deletes a run that ended {@code ttlSecondsAfterFinished} ago. */
final class ExpireRun implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (!facts.ended()) {
      return Progress.proceed(facts);
    }
    Optional<Duration> left = expiry(facts).map(at -> Duration.between(facts.now(), at));
    if (left.isEmpty()) {
      return Progress.done();
    }
    if (left.get().isPositive()) {
      return Progress.waitFor(left.get());
    }
    context.getClient().resource(facts.run()).delete();
    return Progress.done();
  }

  private static Optional<Instant> expiry(RunFacts facts) {
    Long ttl = facts.spec().ttlSecondsAfterFinished();
    return ttl == null
        ? Optional.empty()
        : facts
            .previous()
            .map(RecordedRunStatus::completionTime)
            .map(Instant::parse)
            .map(end -> Timestamps.after(end, ttl));
  }
}
