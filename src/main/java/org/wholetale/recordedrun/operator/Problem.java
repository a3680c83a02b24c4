package org.wholetale.recordedrun.operator;

import org.wholetale.recordedrun.api.Reason;

/** What keeps a run from starting until somebody mends it; the message says how. */
record Problem(Reason reason, String message) {

  static Problem of(Reason reason, String what, String remedy) {
    return new Problem(reason, "%s: %s, then the run starts by itself".formatted(what, remedy));
  }
}
