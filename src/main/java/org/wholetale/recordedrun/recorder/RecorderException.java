package org.wholetale.recordedrun.recorder;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Reason;

/** Recording is not possible; the message says why, and what to do about it. */
public final class RecorderException extends Exception {

  private final @Nullable Reason hopeless;

  public RecorderException(String message) {
    this(message, (Reason) null);
  }

  public RecorderException(String message, Throwable cause) {
    super(message, cause);
    this.hopeless = null;
  }

  private RecorderException(String message, @Nullable Reason hopeless) {
    super(message);
    this.hopeless = hopeless;
  }

  /** One that trying again on the same node cannot mend. */
  static RecorderException hopeless(Reason reason, String message) {
    return new RecorderException(message, reason);
  }

  /** The reason for a run where trying again cannot help; null where it may. */
  @Nullable Reason hopeless() {
    return hopeless;
  }
}
