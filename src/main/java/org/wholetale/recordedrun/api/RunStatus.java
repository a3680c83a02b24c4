package org.wholetale.recordedrun.api;

/**
 * The phases of a run, with the codes that Whole Tale stores and shows.
 *
 * @see "wt_versioning/server/constants.py, RunStatus"
 */
public enum RunStatus {
  UNKNOWN(0),
  STARTING(1),
  RUNNING(2),
  COMPLETED(3),
  FAILED(4),
  CANCELLED(5);

  private final int code;

  RunStatus(int code) {
    this.code = code;
  }

  /** Whole Tale's number for this phase, 0 to 5. */
  public int code() {
    return code;
  }

  /** As Whole Tale keeps it in a run's {@code .status}, such as {@code 3 COMPLETED}. */
  public String text() {
    return code + " " + name();
  }

  /** Whether a run in this phase has ended; a terminal phase is never left. */
  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
