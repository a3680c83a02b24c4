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
 * @param refusal why there can be no pod, as things are; null where nothing is in its way
 * @param queue that other runs are to end before this one may start, in a sentence; null where it
 *     need not wait
 * @param lostNode that the pod's node is lost, in a sentence; null where it is not
 * @param recovery what came of closing its archive without its recorder; null where that was not
 *     tried
 * @param reported how far Girder knows of it; null where it is not to be told
 */
record RunFacts(
    RecordedRun run,
    @Nullable ObservedPod pod,
    @Nullable RecorderReport report,
    @Nullable Refusal refusal,
    @Nullable String queue,
    @Nullable String lostNode,
    @Nullable Recovery recovery,
    @Nullable Reported reported,
    Instant now) {

  /** What is known of a run before anything was looked at. */
  static RunFacts of(RecordedRun run, Instant now) {
    return new RunFacts(run, null, null, null, null, null, null, null, now);
  }

  /** Whether the API server holds how the run ended. */
  boolean ended() {
    return previous().map(status -> status.phase().isTerminal()).orElse(false);
  }

  /** The same, with the run as the API server has just answered. */
  RunFacts withRun(RecordedRun answered) {
    return new RunFacts(answered, pod, report, refusal, queue, lostNode, recovery, reported, now);
  }

  /** The same, with that pod and what its recorder reports. */
  RunFacts withPod(@Nullable Pod found) {
    ObservedPod observed = ObservedPod.of(found);
    return new RunFacts(
        run,
        observed,
        RecorderReports.of(observed),
        refusal,
        queue,
        lostNode,
        recovery,
        reported,
        now);
  }

  /** The same, after it was found that there can be no pod. */
  RunFacts withRefusal(Refusal because) {
    return new RunFacts(run, pod, report, because, queue, lostNode, recovery, reported, now);
  }

  /** The same, after it was found that others go first. */
  RunFacts withQueue(String sentence) {
    return new RunFacts(run, pod, report, refusal, sentence, lostNode, recovery, reported, now);
  }

  /** The same, after the pod's node was found to be lost. */
  RunFacts withLostNode(String sentence) {
    return new RunFacts(run, pod, report, refusal, queue, sentence, recovery, reported, now);
  }

  /** The same, after its archive was closed without its recorder, or could not be. */
  RunFacts withRecovery(Recovery result) {
    return new RunFacts(run, pod, report, refusal, queue, lostNode, result, reported, now);
  }

  /** The same, as far as Girder knows of it. */
  RunFacts withReported(Reported soFar) {
    return new RunFacts(run, pod, report, refusal, queue, lostNode, recovery, soFar, now);
  }

  /** Whether somebody has annotated the run so that the operator lets go at once. */
  boolean isToLetGo() {
    return Optional.ofNullable(run.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Labels.RELEASE))
        .filter("true"::equals)
        .isPresent();
  }

  /** Whether somebody asked for its end: by cancelling it, or by deleting it. */
  boolean isCancelled() {
    return spec().isCancelled() || deletedAt().isPresent();
  }

  /** That it was, in a sentence. */
  String cancelledBy() {
    return deletedAt().isPresent() ? "the run was deleted" : "the run was cancelled";
  }

  /** When somebody asked for the run's deletion. */
  Optional<Instant> deletedAt() {
    return Optional.ofNullable(run.getMetadata().getDeletionTimestamp()).map(Instant::parse);
  }

  /** Whether it is to have a pod, and never had one. */
  boolean awaitsPod() {
    return pod == null && !hadPod() && !ended() && !spec().isCancelled() && !spec().isSuspended();
  }

  /** Whether there is nothing in the way of its pod. */
  boolean isFreeToStart() {
    return awaitsPod() && refusal == null && queue == null;
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
        .flatMap(this::taleEnd)
        .or(() -> previous().map(status -> new TaleEnd(status.exitCode(), status.signal())))
        .orElse(TaleEnd.UNSEEN);
  }

  private Optional<TaleEnd> taleEnd(ObservedPod observed) {
    return observed
        .taleTerminated()
        .filter(terminated -> !StartFailure.isStartError(terminated))
        .map(terminated ->
            observed.endWasUnseen() ? TaleEnd.ofReport(report) : TaleEnd.of(terminated, report));
  }

  Optional<Instant> startedAt() {
    return Optional.ofNullable(pod)
        .flatMap(ObservedPod::taleStartedAt)
        .or(() -> previous().map(RecordedRunStatus::startTime).map(Instant::parse));
  }

  /** What the tale's image is, once its node has told; what is known stays known. */
  Optional<String> imageDigest() {
    return Optional.ofNullable(pod)
        .flatMap(ObservedPod::imageDigest)
        .or(() -> previous().map(RecordedRunStatus::imageID).flatMap(ObservedPod::digestOf));
  }

  Evidence evidence() {
    return new Evidence(
        report, startedAt().isPresent(), pod == null ? null : pod.spool().orElse(null));
  }
}
