package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RecorderReport;

/**
 * All that a status is derived from.
 *
 * @param pod null where there is none (yet, or any more)
 * @param report the recorder's; null where there is none
 * @param refusal why the API server did not take the pod; null where it was not refused
 * @param lostNode that the pod's node is lost, in a sentence; null where it is not
 */
record RunFacts(
    RecordedRun run,
    @Nullable ObservedPod pod,
    @Nullable RecorderReport report,
    @Nullable Refusal refusal,
    @Nullable String lostNode,
    Instant now) {

  /** What is known of a run before anything was looked at. */
  static RunFacts of(RecordedRun run, Instant now) {
    return new RunFacts(run, null, null, null, null, now);
  }

  /** Whether the API server holds how the run ended. */
  boolean ended() {
    return previous().map(status -> status.phase().isTerminal()).orElse(false);
  }

  /** The same, with the run as the API server has just answered. */
  RunFacts withRun(RecordedRun answered) {
    return new RunFacts(answered, pod, report, refusal, lostNode, now);
  }

  /** The same, with that pod and what its recorder reports. */
  RunFacts withPod(@Nullable Pod found) {
    ObservedPod observed = ObservedPod.of(found);
    return new RunFacts(run, observed, RecorderReports.of(observed), refusal, lostNode, now);
  }

  /** The same, after the API server has refused the pod. */
  RunFacts withRefusal(Refusal because) {
    return new RunFacts(run, pod, report, because, lostNode, now);
  }

  /** The same, after the pod's node was found to be lost. */
  RunFacts withLostNode(String sentence) {
    return new RunFacts(run, pod, report, refusal, sentence, now);
  }

  /** Whether somebody has annotated the run so that the operator lets go at once. */
  boolean isToLetGo() {
    return Optional.ofNullable(run.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Labels.RELEASE))
        .filter("true"::equals)
        .isPresent();
  }

  RecordedRunSpec spec() {
    return run.getSpec();
  }

  /** The status that the API server holds. */
  Optional<RecordedRunStatus> previous() {
    return Optional.ofNullable(run.getStatus());
  }

  /** Whether a pod was seen at any time. */
  boolean hadPod() {
    return previous().map(RecordedRunStatus::podName).isPresent();
  }

  /** How the tale ended, as far as its container has; what is known stays known. */
  TaleEnd taleEnd() {
    return Optional.ofNullable(pod)
        .flatMap(ObservedPod::taleTerminated)
        .filter(terminated -> !StartFailure.isStartError(terminated))
        .map(terminated -> TaleEnd.of(terminated, report))
        .or(() -> previous().map(status -> new TaleEnd(status.exitCode(), status.signal())))
        .orElse(TaleEnd.UNSEEN);
  }

  Optional<Instant> startedAt() {
    return Optional.ofNullable(pod)
        .flatMap(ObservedPod::taleStartedAt)
        .or(() -> previous().map(RecordedRunStatus::startTime).map(Instant::parse));
  }

  Evidence evidence() {
    return new Evidence(
        report, startedAt().isPresent(), pod == null ? null : pod.spool().orElse(null));
  }
}
