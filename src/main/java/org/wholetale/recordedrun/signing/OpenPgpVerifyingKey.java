package org.wholetale.recordedrun.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.SignaturePacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/** A certificate of OpenPGP: a primary key and its subkeys, each of which may sign. */
record OpenPgpVerifyingKey(PGPPublicKeyRing ring, String keyId) implements VerifyingKey {

  static OpenPgpVerifyingKey of(PGPPublicKeyRing ring) {
    return new OpenPgpVerifyingKey(
        ring,
        HexFormat.of().formatHex(ring.getPublicKey().getFingerprint()).toUpperCase(Locale.ROOT));
  }

  static OpenPgpVerifyingKey parse(byte[] key) throws KeyException {
    try {
      Iterator<PGPPublicKeyRing> rings =
          new PGPPublicKeyRingCollection(
                  PGPUtil.getDecoderStream(new ByteArrayInputStream(key)),
                  new BcKeyFingerprintCalculator())
              .getKeyRings();
      if (rings.hasNext()) {
        return of(rings.next());
      }
    } catch (IOException | PGPException e) {
      throw unknown(e);
    }
    throw unknown(null);
  }

  private static KeyException unknown(@Nullable Exception cause) {
    return new KeyException(
        "it is neither a public Ed25519 key in PEM (`openssl pkey -pubout`) nor OpenPGP's (`gpg"
            + " --export --armor`)",
        cause);
  }

  /** Whether its owner wanted a key to sign: its flags say so, or there are none. */
  static boolean maySign(PGPPublicKey key) {
    Iterator<PGPSignature> signatures = key.getSignatures();
    int flags = 0;
    while (signatures.hasNext()) {
      PGPSignatureSubpacketVector hashed = signatures.next().getHashedSubPackets();
      flags |= hashed == null ? 0 : hashed.getKeyFlags();
    }
    return !key.hasRevocation() && (flags == 0 || (flags & KeyFlags.SIGN_DATA) != 0);
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      if (!(new BcPGPObjectFactory(signature).nextObject() instanceof PGPSignatureList list)
          || list.size() != 1) {
        return false;
      }
      return verifies(message, list.get(0)) && Arrays.equals(list.get(0).getEncoded(), signature);
    } catch (IOException | PGPException | RuntimeException e) {
      return false; // of bytes that are no signature, the library throws what it pleases
    }
  }

  private boolean verifies(byte[] message, PGPSignature signature)
      throws IOException, PGPException {
    PGPPublicKey signer = ring.getPublicKey(signature.getKeyID());
    if (signer == null
        || !maySign(signer)
        || signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      return false;
    }
    signature.init(new BcPGPContentVerifierBuilderProvider(), signer);
    signature.update(message);
    return signature.verify() && hasDigestPrefix(message, signature);
  }

  /** Two bytes of a signature tell early that it is another's; nothing else depends on them. */
  private static boolean hasDigestPrefix(byte[] message, PGPSignature signature)
      throws IOException, PGPException {
    if (signature.getVersion() != SignaturePacket.VERSION_4) {
      return true; // later ones begin with a salt, and nobody makes them here
    }
    PGPDigestCalculator digest =
        new BcPGPDigestCalculatorProvider().get(signature.getHashAlgorithm());
    try (OutputStream out = digest.getOutputStream()) {
      out.write(message);
      out.write(signature.getSignatureTrailer());
    }
    return Arrays.equals(Arrays.copyOf(digest.getDigest(), 2), signature.getDigestPrefix());
  }

  @Override
  public SignatureScheme scheme() {
    return SignatureScheme.OPENPGP;
  }

  @Override
  public String text() {
    return armored(this::encode);
  }

  private void encode(OutputStream out) throws IOException {
    ring.encode(out);
  }

  /** A detached signature as gpg writes it with {@code --armor}. */
  static String armored(byte[] packets) {
    return armored(out -> out.write(packets));
  }

  private static String armored(Packets packets) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (ArmoredOutputStream armor = ArmoredOutputStream.builder().clearHeaders().build(text)) {
      packets.writeTo(armor);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return text.toString(US_ASCII);
  }

  /** Packets of OpenPGP, to be written as they are. */
  private interface Packets {
    void writeTo(OutputStream out) throws IOException;
  }
}
