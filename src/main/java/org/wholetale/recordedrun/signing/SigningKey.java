package org.wholetale.recordedrun.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A private key. What it signs is checked by {@link #verifyingKey()}, or by gpg or openssl. */
public sealed interface SigningKey permits Ed25519SigningKey, OpenPgpSigningKey {

  /**
   * Signs bytes.
   *
   * @return 64 bytes of Ed25519, or a detached binary signature of OpenPGP
   */
  byte[] sign(byte[] message);

  /** The same as others' tools write it into a file: OpenPGP's with armor, Ed25519's as it is. */
  byte[] signFile(byte[] content);

  /** Its public half. */
  VerifyingKey verifyingKey();

  /**
   * Reads a key: Ed25519 as PKCS #8 in PEM, as openssl writes it, or OpenPGP's as gpg exports it.
   *
   * @param passphrase null where the key has none
   * @throws KeyException where it is neither, or the passphrase is not its own
   */
  static SigningKey parse(byte[] key, char @Nullable [] passphrase) throws KeyException {
    return Pem.isPem(key)
        ? Ed25519SigningKey.parse(Pem.parse(key), passphrase)
        : OpenPgpSigningKey.parse(key, passphrase);
  }

  /**
   * Reads a key from a file, and its passphrase from the first line of another.
   *
   * @param passphrase null where the key has none
   * @throws IOException where a file cannot be read; a {@link KeyException} that names the file
   *     where there is no such key in it
   */
  static SigningKey read(Path key, @Nullable Path passphrase) throws IOException {
    char[] secret =
        passphrase == null
            ? null
            : Files.readString(passphrase).lines().findFirst().orElse("").toCharArray();
    try {
      return parse(Files.readAllBytes(key), secret);
    } catch (KeyException e) {
      throw new KeyException("%s: %s".formatted(key, e.getMessage()), e);
    }
  }
}
