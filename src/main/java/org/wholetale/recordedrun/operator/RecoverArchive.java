package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/**
 * Has the archive closed of a run whose recorder never will, before the status says for good how
 * the run ended; which does not wait for it for ever.
 *
 * @param due whether a run's recorder never will
 */
record RecoverArchive(Recoveries recoveries, Predicate<RunFacts> due) implements Step {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (facts.ended()) {
      if (wasLeftOpen(facts)) {
        recoveries.of(facts); // by an operator that ended before it was done
      }
      return Progress.proceed(facts);
    }
    return due.test(facts) ? awaited(facts) : Progress.proceed(facts);
  }

  /** Whether the recorder has ended, or its pod or node is gone, without its last word. */
  static boolean isNeverClosed(RunFacts facts) {
    ObservedPod pod = facts.pod();
    if (facts.isToLetGo()) {
      return false;
    }
    if (pod == null) {
      return facts.hadPod() && facts.previous().map(RecordedRunStatus::nodeName).isPresent();
    }
    return pod.ended()
        ? facts.startedAt().isPresent() && !hasLastWord(facts) && pod.spool().isEmpty()
        : facts.lostNode() != null;
  }

  /** Whether the pod of a deleted run is let go although it has not ended. */
  static boolean isGivenUp(RunFacts facts) {
    return facts.pod() != null && !facts.pod().ended() && !facts.isToLetGo();
  }

  private static boolean hasLastWord(RunFacts facts) {
    return facts.report() != null && facts.report().state().isFinal();
  }

  private Progress awaited(RunFacts facts) {
    Recoveries.Begun begun = recoveries.of(facts);
    Optional<Recovery> result = begun.result();
    Duration left = Duration.between(facts.now(), begun.since().plus(LONGEST_WAIT));
    return result.isEmpty() && left.isPositive()
        ? Progress.waitFor(left)
        : Progress.proceed(facts.withRecovery(result.orElseGet(() -> unfinished(facts, begun))));
  }

  private Recovery unfinished(RunFacts facts, Recoveries.Begun begun) {
    String problem = begun.problem().get();
    return new Recovery.Open(
        recoveries.archive(facts),
        "the operator goes on trying" + (problem == null ? ", it takes its time" : ": " + problem));
  }

  private static boolean wasLeftOpen(RunFacts facts) {
    return facts
        .previous()
        .flatMap(status -> status.condition(ConditionType.Archived))
        .filter(archived -> Reason.NotRecovered.name().equals(archived.getReason()))
        .isPresent();
  }
}
