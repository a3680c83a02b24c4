package org.wholetale.recordedrun.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** An Ed25519 key of X.509. */
record Ed25519VerifyingKey(PublicKey key, String keyId) implements VerifyingKey {

  private static final String LABEL = "PUBLIC KEY";
  private static final String WANTED =
      "write the public half by `openssl pkey -in signing.key -pubout -out signing.pub`";

  static Ed25519VerifyingKey of(PublicKey key) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return new Ed25519VerifyingKey(key, HexFormat.of().formatHex(digest));
  }

  static Ed25519VerifyingKey parse(Pem pem) throws KeyException {
    if (!pem.label().equals(LABEL)) {
      throw new KeyException(
          "it holds a %s, which is no public key: %s".formatted(pem.label(), WANTED));
    }
    try {
      return of(
          KeyFactory.getInstance(Ed25519SigningKey.ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(pem.der())));
    } catch (GeneralSecurityException e) {
      throw new KeyException("it is a public key, but not an Ed25519 one: " + WANTED, e);
    }
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(Ed25519SigningKey.ALGORITHM);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // not 64 bytes, or no point of the curve
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  @Override
  public SignatureScheme scheme() {
    return SignatureScheme.ED25519;
  }

  @Override
  public String text() {
    return Pem.text(LABEL, key.getEncoded());
  }
}
