package org.wholetale.recordedrun.operator;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;

/** The phases that a run has passed, as its status shows. */
final class PassedPhases {

  private PassedPhases() {}

  /**
   * In their order, the last being its own; none where it has not begun. A run that nobody looked
   * at for a while has passed them all the same.
   */
  static List<RunStatus> of(RecordedRunStatus status) {
    RunStatus phase = status.phase();
    if (phase == RunStatus.UNKNOWN) {
      return List.of();
    }
    boolean ran = phase == RunStatus.RUNNING || status.startTime() != null;
    return Stream.of(
            Stream.of(RunStatus.STARTING),
            ran ? Stream.of(RunStatus.RUNNING) : Stream.<RunStatus>empty(),
            phase.isTerminal() ? Stream.of(phase) : Stream.<RunStatus>empty())
        .flatMap(phases -> phases)
        .toList();
  }

  /** Those that come after one of them; all where there was none. */
  static List<RunStatus> after(@Nullable RunStatus last, List<RunStatus> passed) {
    if (last == null) {
      return passed;
    }
    return last.isTerminal()
        ? List.of()
        : passed.stream().filter(phase -> phase.code() > last.code()).toList();
  }
}
