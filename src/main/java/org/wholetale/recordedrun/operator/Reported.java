package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;

/**
 * How far Girder knows of a run.
 *
 * @param last the last phase that it was told of; null where there is none
 * @param problem why it has not been told more, in a sentence; null where nothing is in the way
 */
record Reported(@Nullable RunStatus last, @Nullable String problem) {

  /** What the run's status says of it. */
  static Reported noted(RecordedRunStatus status) {
    return new Reported(
        status.reported(),
        status
            .condition(ConditionType.StatusReported)
            .filter(condition -> Finding.FALSE.equals(condition.getStatus()))
            .map(Condition::getMessage)
            .orElse(null));
  }

  /** The same, in view of the phases that the run has passed: Girder may say another end. */
  Reported knowing(List<RunStatus> passed) {
    if (last == null || !last.isTerminal()) {
      return this;
    }
    return new Reported(
        last,
        passed.contains(last)
            ? null
            : "Girder says already that the run is %s, which is final: nothing else is told"
                .formatted(last));
  }

  boolean isOver() {
    return last != null && last.isTerminal();
  }

  /** What the run's condition says of it. */
  Finding finding() {
    if (problem != null) {
      return Finding.no(Reason.NotReported, problem);
    }
    return isOver()
        ? Finding.yes(Reason.Reported, Reason.Reported.meaning())
        : Finding.unknown(Reason.Reporting, Reason.Reporting.meaning());
  }
}
