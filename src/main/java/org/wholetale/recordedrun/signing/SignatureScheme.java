package org.wholetale.recordedrun.signing;

import java.util.Optional;
import java.util.stream.Stream;

/** The ways to sign. */
public enum SignatureScheme {
  /** RFC 8032, over the bytes themselves. */
  ED25519("ed25519"),
  /** A detached signature of RFC 9580, whatever the algorithm of its key. */
  OPENPGP("openpgp");

  private final String text;

  SignatureScheme(String text) {
    this.text = text;
  }

  /** The scheme as documents name it. */
  public String text() {
    return text;
  }

  /** The scheme of that name; empty where there is none. */
  public static Optional<SignatureScheme> of(String text) {
    return Stream.of(values()).filter(scheme -> scheme.text.equals(text)).findFirst();
  }
}
