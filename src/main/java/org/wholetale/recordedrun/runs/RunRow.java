package org.wholetale.recordedrun.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TaleReference;
import org.wholetale.recordedrun.api.TraceSummary;

/**
 * A run as the list has it.
 *
 * @param tale its title, or else the tale's id; null where it has neither
 * @param created RFC 3339, as the other times
 * @param duration of what has ended, for people: {@code 1m12s}
 * @param traceComplete {@code True}, {@code False} or {@code Unknown}; null as long as nothing is
 *     said
 * @param traceMessage what is missing, or that nothing is
 * @param cancelling whether it was asked to stop
 * @see "docs/runs-page.md"
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunRow(
    String namespace,
    String name,
    String uid,
    @Nullable String tale,
    @Nullable String taleId,
    RunStatus phase,
    @Nullable String reason,
    @Nullable String message,
    String created,
    @Nullable String started,
    @Nullable String ended,
    @Nullable String duration,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable String traceComplete,
    @Nullable String traceMessage,
    @Nullable Long events,
    boolean cancelling) {

  static RunRow of(RecordedRun run) {
    RecordedRunSpec spec = run.getSpec();
    Optional<RecordedRunStatus> status = Optional.ofNullable(run.getStatus());
    String taleId = Optional.ofNullable(spec.tale()).map(TaleReference::taleId).orElse(null);
    var complete = status.flatMap(s -> s.condition(ConditionType.TraceComplete));
    return new RunRow(
        run.getMetadata().getNamespace(),
        run.getMetadata().getName(),
        run.getMetadata().getUid(),
        spec.title() == null ? taleId : spec.title(),
        taleId,
        status.map(RecordedRunStatus::phase).orElse(RunStatus.UNKNOWN),
        status.map(RecordedRunStatus::reason).orElse(null),
        status.map(RecordedRunStatus::message).orElse(null),
        run.getMetadata().getCreationTimestamp(),
        status.map(RecordedRunStatus::startTime).orElse(null),
        status.map(RecordedRunStatus::completionTime).orElse(null),
        status.map(RecordedRunStatus::duration).orElse(null),
        status.map(RecordedRunStatus::exitCode).orElse(null),
        status.map(RecordedRunStatus::signal).orElse(null),
        complete.map(c -> c.getStatus()).orElse(null),
        complete.map(c -> c.getMessage()).orElse(null),
        status.map(RecordedRunStatus::trace).map(TraceSummary::events).orElse(null),
        spec.isCancelled());
  }

  RunKey key() {
    return new RunKey(namespace, name);
  }
}
