package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Condition;
import org.wholetale.recordedrun.api.Reason;

/** What a condition is to say: its status (True, False or Unknown), the reason and a sentence. */
record Finding(String status, String reason, String message) {

  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  static Finding yes(Reason reason, String message) {
    return new Finding(TRUE, reason.name(), message);
  }

  static Finding no(Reason reason, String message) {
    return new Finding(FALSE, reason.name(), message);
  }

  static Finding unknown(Reason reason, String message) {
    return new Finding(UNKNOWN, reason.name(), message);
  }

  static Finding of(boolean holds, String reason, String message) {
    return new Finding(holds ? TRUE : FALSE, reason, message);
  }

  /** Whether that condition says just this. */
  boolean isSaidBy(Condition condition) {
    return equals(
        new Finding(condition.getStatus(), condition.getReason(), condition.getMessage()));
  }

  boolean holds() {
    return TRUE.equals(status);
  }
}
