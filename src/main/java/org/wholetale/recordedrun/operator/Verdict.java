package org.wholetale.recordedrun.operator;

import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;

/** Which phase a run is in, why, and a sentence for people. */
record Verdict(RunStatus phase, String reason, String message) {

  /** Kubernetes sometimes has a reason and an empty message; a run always says something. */
  Verdict {
    message = message.isBlank() ? reason : message;
  }

  static Verdict of(RunStatus phase, Reason reason, String message) {
    return new Verdict(phase, reason.name(), message);
  }

  static Verdict failed(Reason reason, String message) {
    return of(RunStatus.FAILED, reason, message);
  }

  /** The end of a run that was stopped for that reason. */
  static Verdict stopped(String reason, String message) {
    return new Verdict(
        Reason.Cancelled.name().equals(reason) ? RunStatus.CANCELLED : RunStatus.FAILED,
        reason,
        message);
  }
}
