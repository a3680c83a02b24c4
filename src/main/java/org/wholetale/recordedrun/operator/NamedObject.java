package org.wholetale.recordedrun.operator;

import org.wholetale.recordedrun.api.Reason;

/** An object of a run's namespace, as pods name it. */
record NamedObject(Kind kind, String name) {

  /** What pods name that lies in their namespace. */
  enum Kind {
    CLAIM("claim", Reason.ClaimNotFound),
    SECRET("Secret", Reason.SecretNotFound),
    CONFIG_MAP("ConfigMap", Reason.ConfigMapNotFound);

    private final String word;
    private final Reason missing;

    Kind(String word, Reason missing) {
      this.word = word;
      this.missing = missing;
    }

    /** Why a run waits for one that is not there, or lacks a key. */
    Reason missing() {
      return missing;
    }
  }

  @Override
  public String toString() {
    return kind.word + " " + name;
  }
}
