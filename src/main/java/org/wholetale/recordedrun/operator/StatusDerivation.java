package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;

/**
 * From what is seen of a run to its status, as a pure function. Derived afresh each time; of the
 * previous status only that is used which can no longer be seen, and a terminal one is kept as it
 * is.
 */
final class StatusDerivation {

  private StatusDerivation() {}

  static RecordedRunStatus derive(
      RecordedRun run, @Nullable Pod pod, @Nullable RecorderReport report, Instant now) {
    return derive(
        new RunFacts(run, ObservedPod.of(pod), report, null, null, null, null, null, now));
  }

  static RecordedRunStatus derive(RunFacts facts) {
    Verdict verdict = verdict(facts);
    return facts
        .previous()
        .filter(status -> status.phase().isTerminal() || goesBack(status.phase(), verdict.phase()))
        .map(status -> seenAgain(withReported(status, facts), facts))
        .orElseGet(() -> status(facts, verdict));
  }

  /** Girder may be told of the last phase only once it is reached. */
  private static RecordedRunStatus withReported(RecordedRunStatus status, RunFacts facts) {
    return facts.reported() == null
        ? status
        : status.withReported(facts.reported().last(), RunConditions.reported(facts, status));
  }

  /**
   * Otherwise kstatus would wait for ever, since somebody changed a run that has ended. A deletion
   * counts as a change too, and is not worth a write.
   */
  private static RecordedRunStatus seenAgain(RecordedRunStatus status, RunFacts facts) {
    Long generation = facts.run().getMetadata().getGeneration();
    return facts.run().isMarkedForDeletion()
            || status.observedGeneration() == null
            || status.observedGeneration().equals(generation)
        ? status
        : status.withObservedGeneration(generation);
  }

  private static boolean goesBack(RunStatus from, RunStatus to) {
    return to.code() < from.code();
  }

  private static Verdict verdict(RunFacts facts) {
    ObservedPod pod = facts.pod();
    if (pod == null) {
      return facts.hadPod() ? vanished(facts) : notStarted(facts);
    }
    if (pod.ended()) {
      return Ending.of(facts, pod);
    }
    return facts.lostNode() != null
        ? Ending.ofLost(facts, pod, facts.lostNode())
        : StartFailure.of(pod).orElseGet(() -> Underway.of(facts, pod));
  }

  private static Verdict notStarted(RunFacts facts) {
    if (facts.isCancelled()) {
      return Verdict.of(
          RunStatus.CANCELLED, Reason.Cancelled, facts.cancelledBy() + " before it had a pod");
    }
    if (facts.refusal() != null) {
      return refused(facts, facts.refusal());
    }
    if (facts.queue() != null) {
      return Verdict.of(RunStatus.UNKNOWN, Reason.Queued, facts.queue());
    }
    return facts.spec().isSuspended()
        ? Verdict.of(RunStatus.UNKNOWN, Reason.Suspended, "held by spec.suspend")
        : Verdict.of(RunStatus.UNKNOWN, Reason.Pending, "no pod yet");
  }

  /** A refusal may pass, such as a quota's; it has until the start deadline to do so. */
  private static Verdict refused(RunFacts facts, Refusal refusal) {
    if (refusal.permanent()) {
      return Verdict.failed(refusal.reason(), refusal.message());
    }
    boolean tooLong =
        facts
            .previous()
            .flatMap(status -> status.condition(ConditionType.Accepted))
            .filter(accepted -> Finding.FALSE.equals(accepted.getStatus()))
            .map(accepted -> Instant.parse(accepted.getLastTransitionTime()))
            .map(since -> Timestamps.after(since, facts.spec().startDeadlineSeconds()))
            .filter(deadline -> !facts.now().isBefore(deadline))
            .isPresent();
    return tooLong
        ? Verdict.failed(
            Reason.StartDeadlineExceeded,
            "%s; %s: %s"
                .formatted(
                    StopCause.sentence(Reason.StartDeadlineExceeded.name(), facts),
                    refusal.reason(),
                    refusal.message()))
        : Verdict.of(RunStatus.UNKNOWN, refusal.reason(), refusal.message());
  }

  /** The pod is gone and nobody saw its end; what the status said of it last still counts. */
  private static Verdict vanished(RunFacts facts) {
    String last = facts.previous().map(RecordedRunStatus::reason).orElse("");
    boolean taleHadEnded = last.equals(Reason.Archiving.name());
    boolean cancelled = facts.isCancelled() && !taleHadEnded;
    return cancelled
        ? Verdict.of(RunStatus.CANCELLED, Reason.Cancelled, facts.cancelledBy())
        : Verdict.failed(
            Reason.PodDeleted,
            taleHadEnded
                ? facts.taleEnd().sentence() + "; its pod went away before the archive was whole"
                : "the pod went away before the run had ended");
  }

  private static RecordedRunStatus status(RunFacts facts, Verdict verdict) {
    Optional<Instant> start = facts.startedAt();
    Optional<Instant> end =
        verdict.phase().isTerminal() ? Optional.of(completedAt(facts)) : Optional.empty();
    TaleEnd tale = facts.taleEnd();
    return new RecordedRunStatus(
        verdict.phase(),
        verdict.phase().code(),
        verdict.reason(),
        verdict.message(),
        tale.exitCode(),
        tale.signal(),
        start.map(Timestamps::text).orElse(null),
        end.map(Timestamps::text).orElse(null),
        start.flatMap(from -> end.map(to -> lasted(from, to))).orElse(null),
        seen(facts, pod -> Optional.of(pod.name()), RecordedRunStatus::podName),
        seen(facts, ObservedPod::nodeName, RecordedRunStatus::nodeName),
        seen(facts, StatusDerivation::imageID, RecordedRunStatus::imageID),
        RunConditions.of(facts, verdict),
        trace(facts),
        facts.reported() == null ? null : facts.reported().last(),
        facts.run().getMetadata().getGeneration());
  }

  /** When the last of its containers had ended; now, where the pod does not tell. */
  private static Instant completedAt(RunFacts facts) {
    ObservedPod pod = facts.pod();
    return pod == null
        ? facts.now()
        : Stream.of(pod.prepareTerminated(), pod.taleTerminated(), pod.recorderTerminated())
            .flatMap(Optional::stream)
            .map(ContainerStateTerminated::getFinishedAt)
            .filter(Objects::nonNull)
            .map(Instant::parse)
            .filter(end -> end.getEpochSecond() > 0)
            .max(Instant::compareTo)
            .orElse(facts.now());
  }

  private static String lasted(Instant start, Instant end) {
    return Timestamps.text(end.isBefore(start) ? Duration.ZERO : Duration.between(start, end));
  }

  private static Optional<String> imageID(ObservedPod pod) {
    return pod.tale().map(ContainerStatus::getImageID).filter(id -> id != null && !id.isEmpty());
  }

  private static @Nullable TraceSummary trace(RunFacts facts) {
    if (facts.recovery() instanceof Recovery.Closed(TraceSummary trace, boolean _)) {
      return trace;
    }
    return facts.report() != null && facts.report().trace() != null
        ? facts.report().trace()
        : facts.previous().map(RecordedRunStatus::trace).orElse(null);
  }

  /** What the pod shows, or else what the status said when the pod still showed it. */
  private static @Nullable String seen(
      RunFacts facts,
      Function<ObservedPod, Optional<String>> inPod,
      Function<RecordedRunStatus, @Nullable String> before) {
    return Optional.ofNullable(facts.pod())
        .flatMap(inPod)
        .or(() -> facts.previous().map(before))
        .orElse(null);
  }
}
