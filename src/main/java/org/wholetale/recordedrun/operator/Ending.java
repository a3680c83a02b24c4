package org.wholetale.recordedrun.operator;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.wholetale.recordedrun.api.ArchiveSettings;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.RunStatus;

/** How a run that had a pod ended: the first rule that knows an answer decides. */
final class Ending {

  private static final List<BiFunction<RunFacts, ObservedPod, Optional<Verdict>>> RULES =
      List.of(
          Ending::stopped,
          (facts, pod) -> Disruption.of(pod),
          Ending::deleted,
          Ending::failedAsPod,
          (facts, pod) -> StartFailure.ofPrepare(pod),
          (facts, pod) -> StartFailure.of(pod),
          SandboxLoss::of,
          Ending::neverStarted,
          Ending::failedAsTale,
          Ending::unrecorded,
          Ending::unseen,
          Ending::unarchived,
          Ending::incomplete);

  private Ending() {}

  /** The verdict on a run whose pod has ended. */
  static Verdict of(RunFacts facts, ObservedPod pod) {
    return RULES.stream()
        .map(rule -> rule.apply(facts, pod))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> completed(facts, pod));
  }

  /** The verdict on a run whose pod is on a lost node. */
  static Verdict ofLost(RunFacts facts, ObservedPod pod, String lostNode) {
    String sentence =
        pod.taleTerminated().isPresent()
            ? "%s; %s before the archive was whole".formatted(facts.taleEnd().sentence(), lostNode)
            : lostNode;
    return pod.stoppedFor()
        .map(reason -> Verdict.stopped(reason, stopMessage(facts, reason) + "; " + sentence))
        .orElseGet(() -> Verdict.failed(Reason.NodeLost, sentence));
  }

  private static Optional<Verdict> stopped(RunFacts facts, ObservedPod pod) {
    return pod.stoppedFor()
        .or(() -> stoppedBySomeone(facts, pod))
        .map(reason -> Verdict.stopped(reason, stopMessage(facts, reason)));
  }

  private static Optional<String> stoppedBySomeone(RunFacts facts, ObservedPod pod) {
    if (!pod.reason().filter("DeadlineExceeded"::equals).isPresent()) {
      return Optional.empty();
    }
    if (facts.spec().isCancelled()) {
      return Optional.of(Reason.Cancelled.name());
    }
    return Optional.of(
        facts.startedAt().isPresent()
            ? Reason.DeadlineExceeded.name()
            : Reason.StartDeadlineExceeded.name());
  }

  /** What the status said while the pod was being stopped knows more than the ended pod does. */
  private static String stopMessage(RunFacts facts, String reason) {
    return facts
        .previous()
        .filter(status -> reason.equals(status.reason()))
        .map(status -> status.message())
        .orElseGet(() -> StopCause.sentence(reason, facts));
  }

  private static Optional<Verdict> deleted(RunFacts facts, ObservedPod pod) {
    return facts
        .deletedAt() // what a pod says of itself is lost once its kubelet has deleted it for good
        .or(pod::deletedAt)
        .filter(pod::endsAfter)
        .map(at ->
            facts.isCancelled()
                ? Verdict.stopped(
                    Reason.Cancelled.name(), stopMessage(facts, Reason.Cancelled.name()))
                : Verdict.failed(
                    Reason.PodDeleted, "the pod was deleted before the run had ended"));
  }

  private static Optional<Verdict> failedAsPod(RunFacts facts, ObservedPod pod) {
    return facts.taleEnd().succeeded()
        ? Optional.empty()
        : pod.reason()
            .map(reason -> new Verdict(RunStatus.FAILED, reason, pod.message().orElse(reason)));
  }

  private static Optional<Verdict> neverStarted(RunFacts facts, ObservedPod pod) {
    if (facts.startedAt().isPresent() || pod.taleTerminated().isPresent()) {
      return Optional.empty();
    }
    String problem =
        facts.report() == null || facts.report().problem() == null
            ? ""
            : ": " + facts.report().problem();
    return Optional.of(
        Verdict.failed(
            Reason.RecorderFailed, "the recorder's pod ended before the tale started" + problem));
  }

  private static Optional<Verdict> failedAsTale(RunFacts facts, ObservedPod pod) {
    TaleEnd end = facts.taleEnd();
    if (end.succeeded()) {
      return Optional.empty();
    }
    if (ranOutOfMemory(pod)) {
      return Optional.of(
          Verdict.failed(Reason.OOMKilled, "the tale ran out of memory; " + end.sentence()));
    }
    if (end.signal() != null) {
      return Optional.of(Verdict.failed(Reason.Signalled, end.sentence()));
    }
    return Optional.of(Verdict.failed(Reason.NonZeroExit, end.sentence()));
  }

  private static Optional<Verdict> unrecorded(RunFacts facts, ObservedPod pod) {
    return facts.evidence().recorderFailed()
        ? Optional.of(Verdict.failed(Reason.RecorderFailed, facts.evidence().archived().message()))
        : Optional.empty();
  }

  private static Optional<Verdict> unseen(RunFacts facts, ObservedPod pod) {
    Finding complete = facts.evidence().traceComplete();
    return complete.reason().equals(Reason.UnsupportedRuntime.name())
        ? Optional.of(Verdict.failed(Reason.UnsupportedRuntime, complete.message()))
        : Optional.empty();
  }

  private static Optional<Verdict> unarchived(RunFacts facts, ObservedPod pod) {
    return demanded(
        facts.evidence().archived(),
        facts.spec().archiveOrDefault().onFailureOrDefault() == ArchiveSettings.OnFailure.Fail);
  }

  private static Optional<Verdict> incomplete(RunFacts facts, ObservedPod pod) {
    Finding complete = facts.evidence().traceComplete();
    return demanded(
        new Finding(complete.status(), Reason.TraceIncomplete.name(), complete.message()),
        facts.spec().recordingOrDefault().onLossOrDefault() == Recording.OnLoss.Fail);
  }

  private static Optional<Verdict> demanded(Finding finding, boolean demanded) {
    return finding.holds() || !demanded
        ? Optional.empty()
        : Optional.of(new Verdict(RunStatus.FAILED, finding.reason(), finding.message()));
  }

  private static Verdict completed(RunFacts facts, ObservedPod pod) {
    String sentence = facts.taleEnd().sentence();
    return Verdict.of(
        RunStatus.COMPLETED,
        Reason.Completed,
        ranOutOfMemory(pod)
            ? sentence + ", though one of its processes was ended for lack of memory"
            : sentence);
  }

  private static boolean ranOutOfMemory(ObservedPod pod) {
    return pod.taleTerminated().filter(end -> "OOMKilled".equals(end.getReason())).isPresent();
  }
}
