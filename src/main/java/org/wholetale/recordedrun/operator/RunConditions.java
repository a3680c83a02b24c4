package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RunStatus;

/** The conditions of a run; the time of the last transition moves only with the status. */
final class RunConditions {

  private static final Reported NOTHING_REPORTED = new Reported(null, null);

  private RunConditions() {}

  static List<Condition> of(RunFacts facts, Verdict verdict) {
    List<Condition> conditions = new ArrayList<>();
    Collections.addAll(
        conditions,
        condition(facts, ConditionType.Accepted, accepted(facts, verdict)),
        condition(facts, ConditionType.Recording, recording(facts, verdict)),
        condition(facts, ConditionType.Complete, is(RunStatus.COMPLETED, verdict)),
        condition(facts, ConditionType.Failed, failed(verdict)),
        condition(facts, ConditionType.Archived, archived(facts, verdict)),
        condition(facts, ConditionType.TraceComplete, traceComplete(facts, verdict)),
        condition(facts, ConditionType.Reconciling, reconciling(verdict)),
        condition(facts, ConditionType.Stalled, is(RunStatus.FAILED, verdict)));
    if (facts.spec().writesBack()) {
      conditions.add(condition(facts, ConditionType.WrittenBack, writtenBack(facts, verdict)));
    }
    if (facts.spec().statusCallback() != null) {
      conditions.add(condition(facts, ConditionType.StatusReported, reported(facts)));
    }
    return List.copyOf(conditions);
  }

  /** Those of that status, but for what Girder knows of it by now. */
  static List<Condition> reported(RunFacts facts, RecordedRunStatus status) {
    Finding finding = reported(facts);
    return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
        .map(before ->
            before.getType().equals(ConditionType.StatusReported.name())
                    && !finding.isSaidBy(before)
                ? condition(facts, ConditionType.StatusReported, finding)
                : before)
        .toList();
  }

  private static Finding reported(RunFacts facts) {
    return Objects.requireNonNullElse(facts.reported(), NOTHING_REPORTED).finding();
  }

  private static Finding accepted(RunFacts facts, Verdict verdict) {
    if (facts.refusal() != null) {
      return Finding.no(facts.refusal().reason(), facts.refusal().message());
    }
    return Reason.Suspended.name().equals(verdict.reason())
        ? Finding.unknown(Reason.Suspended, verdict.message())
        : Finding.yes(Reason.Accepted, "the operator has taken the run on");
  }

  private static Finding recording(RunFacts facts, Verdict verdict) {
    boolean ended = verdict.phase().isTerminal();
    if (facts.startedAt().isEmpty()) {
      return new Finding(Finding.FALSE, verdict.reason(), "the tale has not started");
    }
    if (facts.evidence().recorderFailed()) {
      return Finding.no(Reason.RecorderFailed, facts.evidence().traceComplete().message());
    }
    if (ended) {
      return recorded(facts);
    }
    boolean away =
        facts.pod() != null
            && !facts.pod().recorderRuns()
            && facts.pod().taleTerminated().isEmpty();
    return away
        ? Finding.no(Reason.RecorderFailed, "the recorder has ended; the kubelet starts it again")
        : Finding.yes(Reason.Recording, "the recorder records");
  }

  private static Finding recorded(RunFacts facts) {
    RecorderReport report = facts.report();
    if (report == null) {
      return Finding.unknown(Reason.RecorderFailed, facts.evidence().traceComplete().message());
    }
    return switch (report.state()) {
      case STARTING, RECORDING ->
          Finding.no(Reason.RecorderFailed, "the recorder was stopped while it recorded");
      case ARCHIVING, ARCHIVED, ARCHIVE_FAILED, FAILED ->
          Finding.yes(Reason.Recorded, "the recorder recorded until the tale's end");
    };
  }

  private static Finding failed(Verdict verdict) {
    return Finding.of(
        verdict.phase() == RunStatus.FAILED || verdict.phase() == RunStatus.CANCELLED,
        verdict.reason(),
        verdict.message());
  }

  private static Finding archived(RunFacts facts, Verdict verdict) {
    if (verdict.phase().isTerminal() && facts.recovery() != null) {
      return facts.recovery().archived();
    }
    return verdict.phase().isTerminal()
        ? facts.evidence().archived()
        : new Finding(Finding.UNKNOWN, verdict.reason(), "the run has not ended");
  }

  private static Finding traceComplete(RunFacts facts, Verdict verdict) {
    if (verdict.phase().isTerminal() && facts.recovery() instanceof Recovery.Closed closed) {
      return closed.traceComplete();
    }
    return verdict.phase().isTerminal()
        ? facts.evidence().traceComplete()
        : new Finding(Finding.UNKNOWN, verdict.reason(), "the run has not ended");
  }

  private static Finding writtenBack(RunFacts facts, Verdict verdict) {
    return verdict.phase().isTerminal()
        ? facts.evidence().writtenBack()
        : new Finding(Finding.UNKNOWN, verdict.reason(), "the run has not ended");
  }

  private static Finding reconciling(Verdict verdict) {
    return verdict.phase().isTerminal()
        ? Finding.no(Reason.Finished, "the run has ended")
        : new Finding(Finding.TRUE, verdict.reason(), verdict.message());
  }

  private static Finding is(RunStatus phase, Verdict verdict) {
    return Finding.of(verdict.phase() == phase, verdict.reason(), verdict.message());
  }

  private static Condition condition(RunFacts facts, ConditionType type, Finding finding) {
    String since =
        facts
            .previous()
            .flatMap(status -> status.condition(type))
            .filter(before -> finding.status().equals(before.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> Timestamps.text(facts.now()));
    return new ConditionBuilder()
        .withType(type.name())
        .withStatus(finding.status())
        .withReason(finding.reason())
        .withMessage(finding.message())
        .withLastTransitionTime(since)
        .withObservedGeneration(facts.run().getMetadata().getGeneration())
        .build();
  }
}
