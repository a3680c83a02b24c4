package org.wholetale.recordedrun.recorder;

/** Recording is not possible; the message says why, and what to do about it. */
public final class RecorderException extends Exception {

  public RecorderException(String message) {
    super(message);
  }

  public RecorderException(String message, Throwable cause) {
    super(message, cause);
  }
}
