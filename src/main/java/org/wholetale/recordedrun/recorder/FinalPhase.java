package org.wholetale.recordedrun.recorder;

import java.util.Optional;
import org.wholetale.recordedrun.api.ArchiveSettings;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.api.WriteBack;

/**
 * The phase in which a run ends, as far as its recorder can tell. What else may end a pod, such as
 * an eviction, the operator alone knows.
 */
final class FinalPhase {

  private FinalPhase() {}

  /**
   * The phase that the operator will find, by the same rules.
   *
   * @param stoppedFor the reason for which the operator stopped the run
   * @return empty where the tale ran and its end was not seen
   */
  static Optional<RunStatus> of(
      RecorderReport report,
      RecordingRequest request,
      WriteBack settings,
      Optional<String> stoppedFor) {
    if (stoppedFor.isPresent()) {
      return Optional.of(
          stoppedFor.get().equals(Reason.Cancelled.name())
              ? RunStatus.CANCELLED
              : RunStatus.FAILED);
    }
    TraceSummary trace = report.trace();
    if (report.exitCode() == null && report.signal() == null) {
      boolean ran = trace == null || trace.processes() > 0;
      return ran ? Optional.empty() : Optional.of(RunStatus.FAILED);
    }
    boolean succeeded = report.exitCode() != null && report.exitCode() == 0;
    boolean archived =
        report.state() == RecorderReport.State.ARCHIVED
            || settings.onArchiveFailure() == ArchiveSettings.OnFailure.Warn;
    boolean recorded =
        (trace != null && trace.isComplete())
            || request.recording().onLossOrDefault() == Recording.OnLoss.Warn;
    return Optional.of(succeeded && archived && recorded ? RunStatus.COMPLETED : RunStatus.FAILED);
  }
}
