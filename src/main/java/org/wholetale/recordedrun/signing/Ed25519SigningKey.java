package org.wholetale.recordedrun.signing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.jspecify.annotations.Nullable;

/** An Ed25519 key of PKCS #8. */
record Ed25519SigningKey(PrivateKey key, Ed25519VerifyingKey verifyingKey) implements SigningKey {

  static final String ALGORITHM = "Ed25519";
  private static final String WANTED =
      "make one by `openssl genpkey -algorithm ed25519 -out signing.key`";

  static Ed25519SigningKey parse(Pem pem, char @Nullable [] passphrase) throws KeyException {
    byte[] pkcs8 =
        switch (pem.label()) {
          case "PRIVATE KEY" -> pem.der();
          case "ENCRYPTED PRIVATE KEY" -> decrypted(pem.der(), passphrase);
          default ->
              throw new KeyException(
                  "it holds a %s, which is no private Ed25519 key: %s"
                      .formatted(pem.label(), WANTED));
        };
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new Ed25519SigningKey(key, Ed25519VerifyingKey.of(publicHalf(pkcs8)));
    } catch (GeneralSecurityException | IOException e) {
      throw new KeyException("it is a private key, but not an Ed25519 one: " + WANTED, e);
    }
  }

  /** Which the JDK does not tell. */
  private static PublicKey publicHalf(byte[] pkcs8) throws IOException, GeneralSecurityException {
    AsymmetricKeyParameter key = PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(pkcs8));
    if (!(key instanceof Ed25519PrivateKeyParameters ed25519)) {
      throw new GeneralSecurityException("not an Ed25519 key");
    }
    byte[] x509 =
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(ed25519.generatePublicKey())
            .getEncoded();
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
  }

  private static byte[] decrypted(byte[] der, char @Nullable [] passphrase) throws KeyException {
    if (passphrase == null) {
      throw new KeyException("the key is encrypted, and there is no passphrase for it: give one");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      // The scheme's own name says nothing; its parameters name the algorithm.
      String algorithm = String.valueOf(info.getAlgParameters());
      return info.getKeySpec(
              SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase)))
          .getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new KeyException(
          "the key cannot be decrypted: the passphrase is another's, or it is encrypted otherwise"
              + " than openssl does",
          e);
    }
  }

  @Override
  public byte[] signFile(byte[] content) {
    return sign(content);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }
}
