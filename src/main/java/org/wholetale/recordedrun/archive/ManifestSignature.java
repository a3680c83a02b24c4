package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.signing.VerifyingKey;

/**
 * Who wrote a manifest: {@code manifest.sig.json}.
 *
 * @param formatVersion {@value #FORMAT_VERSION}
 * @param sha256 the manifest's, so that one can tell which manifest this belongs to
 * @param scheme {@code ed25519} or {@code openpgp}
 * @param keyId which key made it, as {@link VerifyingKey#keyId()} says
 * @param signature over the manifest's bytes, in Base64
 */
public record ManifestSignature(
    String formatVersion, String sha256, String scheme, String keyId, String signature) {

  /** The only version that there is. */
  static final String FORMAT_VERSION = "1.0";

  public ManifestSignature {
    sha256 = new Sha256(Objects.requireNonNull(sha256, "sha256")).hex();
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(keyId, "keyId");
    Base64.getDecoder().decode(Objects.requireNonNull(signature, "signature"));
  }

  /** Signs a manifest. */
  public static ManifestSignature of(byte[] manifest, SigningKey key) {
    VerifyingKey publicHalf = key.verifyingKey();
    return new ManifestSignature(
        FORMAT_VERSION,
        Sha256.of(manifest).hex(),
        publicHalf.scheme().text(),
        publicHalf.keyId(),
        Base64.getEncoder().encodeToString(key.sign(manifest)));
  }

  /** The one way to write it. */
  public byte[] toJson() {
    return ManifestJson.write(this);
  }

  /**
   * Reads one.
   *
   * @throws IOException where it is none, or one of a version to come, or not written as {@link
   *     #toJson} does, which nobody has a reason for
   */
  public static ManifestSignature parse(byte[] json) throws IOException {
    ManifestSignature signature = ManifestJson.readSignature(json);
    if (!signature.formatVersion.equals(FORMAT_VERSION)) {
      throw new IOException(
          "the signature has the format version %s, this program knows %s: use a newer one"
              .formatted(signature.formatVersion, FORMAT_VERSION));
    }
    if (!Arrays.equals(signature.toJson(), json)) {
      throw new IOException("the signature is not as it was written: somebody changed it");
    }
    return signature;
  }

  /** Whether it says that it is of a manifest with these bytes. */
  boolean isOf(byte[] manifest) {
    return sha256.equals(Sha256.of(manifest).hex());
  }

  /** Whether that key made it, of exactly these bytes. */
  boolean isBy(VerifyingKey key, byte[] manifest) {
    return namesKey(key) && key.verifies(manifest, Base64.getDecoder().decode(signature));
  }

  /** Whether it says that it is by that key. */
  boolean namesKey(VerifyingKey key) {
    return keyId.equals(key.keyId()) && scheme.equals(key.scheme().text());
  }
}
