package org.wholetale.recordedrun.local.node;

/** A pod cannot be run as it is; the reason is the one that a kubelet would show. */
final class PodProblem extends Exception {

  private final String reason;
  private final String text;

  PodProblem(String reason, String message) {
    super(message);
    this.reason = reason;
    this.text = message;
  }

  String reason() {
    return reason;
  }

  String text() {
    return text;
  }
}
