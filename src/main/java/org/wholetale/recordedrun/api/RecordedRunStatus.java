package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run, derived afresh from what the operator sees.
 *
 * @param startTime when the tale started, RFC 3339
 * @param completionTime when the run ended, archive included, RFC 3339
 * @param duration between the two, for people: {@code 1m12s}
 * @param exitCode the tale's own; null where it never ran or a signal ended it
 * @param signal the signal that ended the tale; null where none did
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RecordedRunStatus(
    @JsonPropertyDescription("Whole Tale's RunStatus.") RunStatus phase,
    @Min(0) @Max(5) @JsonPropertyDescription("Whole Tale's number of the phase.") int code,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable String startTime,
    @Nullable String completionTime,
    @Nullable String duration,
    @Nullable String podName,
    @Nullable String nodeName,
    @Nullable String imageID,
    @Nullable List<Condition> conditions,
    @Nullable TraceSummary trace,
    @Nullable @JsonPropertyDescription("The last phase that Girder was told of.")
        RunStatus reported,
    @Nullable Long observedGeneration) {

  /** The same on another node. */
  public RecordedRunStatus withNodeName(@Nullable String other) {
    return with(other, conditions, reported, observedGeneration);
  }

  /** The same, with Girder told of it as far as that. */
  public RecordedRunStatus withReported(
      @Nullable RunStatus lastPhase, @Nullable List<Condition> otherConditions) {
    return with(nodeName, otherConditions, lastPhase, observedGeneration);
  }

  /** The same, of a later generation of the spec, which changed nothing. */
  public RecordedRunStatus withObservedGeneration(@Nullable Long other) {
    return with(nodeName, conditions, reported, other);
  }

  private RecordedRunStatus with(
      @Nullable String node,
      @Nullable List<Condition> said,
      @Nullable RunStatus lastReported,
      @Nullable Long generation) {
    return new RecordedRunStatus(
        phase,
        code,
        reason,
        message,
        exitCode,
        signal,
        startTime,
        completionTime,
        duration,
        podName,
        node,
        imageID,
        said,
        trace,
        lastReported,
        generation);
  }

  /** The condition of that type, where the status has it. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> type.name().equals(c.getType())).findFirst();
  }
}
