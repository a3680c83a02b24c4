package org.wholetale.recordedrun.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/**
 * A key that gpg exported: its newest subkey that may sign, or the primary key where none may.
 *
 * @param secret the public half of what signs, and its certificates
 */
record OpenPgpSigningKey(PGPSecretKey secret, PGPPrivateKey key, OpenPgpVerifyingKey verifyingKey)
    implements SigningKey {

  static OpenPgpSigningKey parse(byte[] key, char @Nullable [] passphrase) throws KeyException {
    PGPSecretKeyRing ring = ring(key);
    PGPSecretKey secret =
        newestThatSigns(ring)
            .orElseThrow(() ->
                new KeyException(
                    "no key in it both may sign and is there: export it by `gpg"
                        + " --export-secret-keys --armor`"));
    try {
      PGPPrivateKey unlocked =
          secret.extractPrivateKey(
              new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                  .build(passphrase == null ? new char[0] : passphrase));
      return new OpenPgpSigningKey(secret, unlocked, OpenPgpVerifyingKey.of(ring.toCertificate()));
    } catch (PGPException e) {
      throw new KeyException(
          passphrase == null
              ? "the key is encrypted, and there is no passphrase for it: give one"
              : "the key cannot be decrypted: the passphrase is another's",
          e);
    }
  }

  private static PGPSecretKeyRing ring(byte[] key) throws KeyException {
    try {
      Iterator<PGPSecretKeyRing> rings =
          new PGPSecretKeyRingCollection(
                  PGPUtil.getDecoderStream(new ByteArrayInputStream(key)),
                  new BcKeyFingerprintCalculator())
              .getKeyRings();
      if (rings.hasNext()) {
        return rings.next();
      }
    } catch (IOException | PGPException e) {
      throw unknown(e);
    }
    throw unknown(null);
  }

  private static KeyException unknown(@Nullable Exception cause) {
    return new KeyException(
        "it is neither a private Ed25519 key in PEM (`openssl genpkey -algorithm ed25519`) nor"
            + " OpenPGP's (`gpg --export-secret-keys --armor`)",
        cause);
  }

  private static Optional<PGPSecretKey> newestThatSigns(PGPSecretKeyRing ring) {
    List<PGPSecretKey> keys = new ArrayList<>();
    ring.forEach(keys::add);
    return keys.stream()
        .filter(key -> !key.isPrivateKeyEmpty() && OpenPgpVerifyingKey.maySign(key.getPublicKey()))
        .max(
            Comparator.comparing((PGPSecretKey key) -> !key.isMasterKey())
                .thenComparing(key -> key.getPublicKey().getCreationTime().toInstant()));
  }

  /** Where the signature covers it: the library puts it where nothing does. */
  private PGPSignatureSubpacketVector signer() {
    PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
    subpackets.setIssuerFingerprint(false, secret.getPublicKey());
    subpackets.setIssuerKeyID(false, secret.getKeyID());
    return subpackets.generate();
  }

  @Override
  public byte[] signFile(byte[] content) {
    return OpenPgpVerifyingKey.armored(sign(content)).getBytes(US_ASCII);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(
                  secret.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
              secret.getPublicKey());
      generator.init(PGPSignature.BINARY_DOCUMENT, key);
      generator.setHashedSubpackets(signer());
      generator.update(message);
      return generator.generate().getEncoded();
    } catch (PGPException | IOException e) {
      throw new IllegalStateException("a key that was unlocked can sign", e);
    }
  }
}
