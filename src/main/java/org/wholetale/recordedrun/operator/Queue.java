package org.wholetale.recordedrun.operator;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;

/**
 * Who of a namespace's runs is next, where only so many may have a pod at once: the oldest.
 *
 * @param free how many more may have one now; never negative
 * @param waiting who may have one and has none, the oldest first
 */
record Queue(int free, List<RecordedRun> waiting) {

  private static final Comparator<RecordedRun> BY_AGE =
      Comparator.comparing(Queue::createdAt).thenComparing(run -> run.getMetadata().getName());

  /**
   * @param most how many runs may have a pod at once
   * @param runs all of the namespace
   * @param holders the UIDs of those that have a pod, or are about to
   */
  static Queue of(int most, List<RecordedRun> runs, Set<String> holders) {
    return new Queue(
        Math.max(0, most - holders.size()),
        runs.stream()
            .filter(run -> !holders.contains(run.getMetadata().getUid()) && waits(run))
            .sorted(BY_AGE)
            .toList());
  }

  /** Those whose turn it is. */
  List<RecordedRun> next() {
    return waiting.stream().limit(free).toList();
  }

  /** Whether it is a run's turn, though it may not be seen to wait. */
  boolean isTurnOf(RecordedRun run) {
    return waiting.stream().filter(other -> BY_AGE.compare(other, run) < 0).count() < free;
  }

  /** One in whose way something is lets others pass, until that is mended. */
  private static boolean waits(RecordedRun run) {
    return run.getMetadata().getDeletionTimestamp() == null
        && !run.getSpec().isCancelled()
        && !run.getSpec().isSuspended()
        && (run.getStatus() == null || waits(run.getStatus()));
  }

  private static boolean waits(RecordedRunStatus status) {
    return status.phase() == RunStatus.UNKNOWN
        && status.podName() == null
        && status
            .condition(ConditionType.Accepted)
            .filter(accepted -> Finding.FALSE.equals(accepted.getStatus()))
            .isEmpty();
  }

  private static Instant createdAt(RecordedRun run) {
    return Instant.parse(run.getMetadata().getCreationTimestamp());
  }
}
