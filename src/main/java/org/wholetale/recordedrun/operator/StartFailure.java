package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RunStatus;

/** What keeps a tale from ever starting, however long one waits. */
final class StartFailure {

  private static final Set<String> START_ERRORS =
      Set.of("StartError", "ContainerCannotRun", "RunContainerError", "CreateContainerError");
  private static final Set<String> HOPELESS =
      Set.of(Reason.InvalidImageName.name(), Reason.ErrImageNeverPull.name());

  private static final int FOUND_PROBLEM = 1;

  private StartFailure() {}

  /** The verdict on a run whose tale can never start; empty where it may, or did. */
  static Optional<Verdict> of(ObservedPod pod) {
    return startError(pod).or(() -> imageError(pod)).or(() -> hopelessNode(pod));
  }

  /**
   * The verdict on a run whose workspace could not be made ready. Only once the pod has ended,
   * which it does by itself: how it did may show that somebody stopped it.
   */
  static Optional<Verdict> ofPrepare(ObservedPod pod) {
    return pod.prepareTerminated()
        .filter(end -> end.getExitCode() != 0)
        .map(end ->
            Verdict.failed(
                Reason.PrepareFailed,
                "the workspace's hard links could not be broken: " + lastWord(end)));
  }

  /**
   * The message is the end of what was printed. Where the program found the reason itself its last
   * line tells it, else that is how far the program had come.
   */
  private static String lastWord(ContainerStateTerminated end) {
    String last =
        Objects.requireNonNullElse(end.getMessage(), "")
            .lines()
            .filter(line -> !line.isBlank())
            .reduce("", (_, line) -> line)
            .replaceFirst("^recordedrun prepare: ", "");
    return end.getExitCode() == FOUND_PROBLEM && !last.isEmpty()
        ? last
        : "exit code %d (%s) %s".formatted(end.getExitCode(), end.getReason(), last).strip();
  }

  /** Whether that is the end of a container whose command was never executed. */
  static boolean isStartError(ContainerStateTerminated terminated) {
    return terminated.getReason() != null && START_ERRORS.contains(terminated.getReason());
  }

  private static Optional<Verdict> startError(ObservedPod pod) {
    return pod.taleTerminated()
        .filter(StartFailure::isStartError)
        .map(end ->
            Verdict.failed(
                Reason.StartError,
                "the tale's command could not be started: "
                    + Objects.requireNonNullElse(end.getMessage(), end.getReason())));
  }

  /** Where the recorder cannot work on that node, however often the kubelet starts it again. */
  private static Optional<Verdict> hopelessNode(ObservedPod pod) {
    RecorderReport report = RecorderReports.of(pod);
    return report == null || report.hopeless() == null || pod.taleStartedAt().isPresent()
        ? Optional.empty()
        : Optional.of(Verdict.failed(report.hopeless(), said(report)));
  }

  private static String said(RecorderReport report) {
    return Objects.requireNonNullElse(report.problem(), "the recorder cannot work on that node");
  }

  private static Optional<Verdict> imageError(ObservedPod pod) {
    return pod.taleWaiting()
        .filter(waiting -> HOPELESS.contains(waiting.getReason()))
        .map(waiting -> new Verdict(RunStatus.FAILED, waiting.getReason(), sentence(waiting)));
  }

  private static String sentence(ContainerStateWaiting waiting) {
    return Objects.requireNonNullElse(waiting.getMessage(), waiting.getReason());
  }
}
