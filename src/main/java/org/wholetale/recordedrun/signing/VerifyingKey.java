package org.wholetale.recordedrun.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A public key. */
public sealed interface VerifyingKey permits Ed25519VerifyingKey, OpenPgpVerifyingKey {

  /** Whether this key's other half made this signature of exactly these bytes. */
  boolean verifies(byte[] message, byte[] signature);

  /** How its signatures are made. */
  SignatureScheme scheme();

  /**
   * What tells it from all others: SHA-256 of the DER form of an Ed25519 key, in small hexadecimal
   * digits; OpenPGP's fingerprint in capitals, as gpg prints it.
   */
  String keyId();

  /** The key as text that openssl or gpg reads: PEM, or OpenPGP's armor. */
  String text();

  /**
   * Reads a key: Ed25519 in PEM, as {@code openssl pkey -pubout} writes it, or OpenPGP's as {@code
   * gpg --export} does.
   *
   * @throws KeyException where it is neither
   */
  static VerifyingKey parse(byte[] key) throws KeyException {
    return Pem.isPem(key)
        ? Ed25519VerifyingKey.parse(Pem.parse(key))
        : OpenPgpVerifyingKey.parse(key);
  }

  /**
   * Reads a key from a file.
   *
   * @throws IOException where it cannot be read; a {@link KeyException} that names it where there
   *     is no such key in it
   */
  static VerifyingKey read(Path key) throws IOException {
    try {
      return parse(Files.readAllBytes(key));
    } catch (KeyException e) {
      throw new KeyException("%s: %s".formatted(key, e.getMessage()), e);
    }
  }
}
