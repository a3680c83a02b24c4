package org.wholetale.recordedrun.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.TraceSummary;

/**
 * A run as its own page has it.
 *
 * @param command the program and its arguments; the script where it has an entrypoint
 * @param imageId with its digest; null as long as the node has not said
 * @param mayCancel whether whoever asks may stop it, and it has not ended
 * @see "docs/runs-page.md"
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunDetail(
    RunRow run,
    @Nullable String description,
    String image,
    @Nullable String imageId,
    List<String> command,
    @Nullable String pod,
    @Nullable String node,
    @Nullable TraceSummary trace,
    List<Said> conditions,
    boolean mayCancel) {

  /** A condition of the status. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Said(
      String type, String status, @Nullable String reason, @Nullable String message, String since) {

    static Said of(Condition condition) {
      return new Said(
          condition.getType(),
          condition.getStatus(),
          condition.getReason(),
          condition.getMessage(),
          condition.getLastTransitionTime());
    }
  }

  static RunDetail of(RecordedRun run, boolean mayCancel) {
    RecordedRunSpec spec = run.getSpec();
    RunRow row = RunRow.of(run);
    Optional<RecordedRunStatus> status = Optional.ofNullable(run.getStatus());
    return new RunDetail(
        row,
        spec.description(),
        spec.image(),
        status.map(RecordedRunStatus::imageID).orElse(null),
        spec.commandLine(),
        status.map(RecordedRunStatus::podName).orElse(null),
        status.map(RecordedRunStatus::nodeName).orElse(null),
        status.map(RecordedRunStatus::trace).orElse(null),
        status.map(RecordedRunStatus::conditions).stream()
            .flatMap(List::stream)
            .map(Said::of)
            .toList(),
        mayCancel && !row.phase().isTerminal());
  }
}
