package org.wholetale.recordedrun.archive;

import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.BAD_SIGNATURE;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.OTHER_KEY;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.OTHER_MANIFEST;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.UNSIGNED;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.signing.DsseEnvelope;
import org.wholetale.recordedrun.signing.VerifyingKey;

/**
 * Holds the signatures of an archive against its manifests. Without a key it finds those that
 * belong to another manifest; with one, all that is not that key's.
 */
final class SignatureCheck {

  /**
   * What came of it.
   *
   * @param keyId the key that signed the manifest by its own account; null where nobody did
   */
  record Finding(@Nullable String keyId, List<VerificationProblem> problems) {}

  private final ArchiveStore store;
  private final Set<String> stored;
  private final @Nullable VerifyingKey key;

  SignatureCheck(ArchiveStore store, Set<String> stored, @Nullable VerifyingKey key) {
    this.store = store;
    this.stored = stored;
    this.key = key;
  }

  /**
   * Checks what signs one manifest.
   *
   * @param manifests the bytes of all that there are
   */
  Finding check(ManifestPlace place, Map<ManifestPlace, byte[]> manifests) throws IOException {
    byte[] manifest = manifests.get(place);
    if (manifest == null) {
      return new Finding(null, List.of());
    }
    List<VerificationProblem> problems = new ArrayList<>();
    String keyId = null;
    if (!stored.contains(place.signature())) {
      checkUnsigned(place).ifPresent(problems::add);
    } else {
      ManifestSignature signature = readSignature(place, problems);
      if (signature != null && !wasOvertaken(place, signature, manifests)) {
        keyId = signature.keyId();
        checkSignature(place, signature, manifest).ifPresent(problems::add);
        checkAttestation(place, manifest).ifPresent(problems::add);
      } else if (signature != null) {
        checkUnsigned(place).ifPresent(problems::add);
      }
    }
    return new Finding(keyId, problems);
  }

  /**
   * A recorder signs before it commits. Where somebody who recovers commits in between, what it
   * signed becomes the late manifest, and the recovered one is not signed.
   */
  private static boolean wasOvertaken(
      ManifestPlace place, ManifestSignature signature, Map<ManifestPlace, byte[]> manifests) {
    byte[] late = manifests.get(ManifestPlace.LATE);
    return place == ManifestPlace.FIRST && late != null && signature.isOf(late);
  }

  private Optional<VerificationProblem> checkUnsigned(ManifestPlace place) {
    if (key != null) {
      return problem(
          place.signature(),
          UNSIGNED,
          "there is no signature of %s: nobody signed it, or the signature was taken away"
              .formatted(place.manifest()));
    }
    return stored.contains(place.attestation()) && !stored.contains(place.signature())
        ? problem(
            place.signature(),
            UNSIGNED,
            "is missing: whoever wrote %s wrote it too".formatted(place.attestation()))
        : Optional.empty();
  }

  private Optional<VerificationProblem> checkSignature(
      ManifestPlace place, ManifestSignature signature, byte[] manifest) {
    if (!signature.isOf(manifest)) {
      return problem(
          place.manifest(),
          OTHER_MANIFEST,
          "sha256 is %s, %s is the signature of %s: the manifest was changed or exchanged"
              .formatted(Sha256.of(manifest).hex(), place.signature(), signature.sha256()));
    }
    if (key == null || signature.isBy(key, manifest)) {
      return Optional.empty();
    }
    return signature.namesKey(key)
        ? problem(
            place.signature(),
            BAD_SIGNATURE,
            "is not what the key %s signs %s with: it was changed or forged"
                .formatted(key.keyId(), place.manifest()))
        : problem(
            place.signature(),
            OTHER_KEY,
            "is by the %s key %s, the one to verify with is the %s key %s"
                .formatted(
                    signature.scheme(), signature.keyId(), key.scheme().text(), key.keyId()));
  }

  private Optional<VerificationProblem> checkAttestation(ManifestPlace place, byte[] manifest)
      throws IOException {
    String path = place.attestation();
    if (!stored.contains(path)) {
      return problem(
          path, UNSIGNED, "is missing: whoever wrote %s wrote it too".formatted(place.signature()));
    }
    try {
      byte[] json = read(path);
      DsseEnvelope envelope = DsseEnvelope.parse(json);
      if (!Arrays.equals(envelope.toJson(), json)) {
        return problem(path, BAD_SIGNATURE, "is not as it was written: it was changed");
      }
      if (key != null && !envelope.isSignedBy(key)) {
        return problem(
            path,
            BAD_SIGNATURE,
            "is not signed by the key %s: it was changed, or is another's".formatted(key.keyId()));
      }
      Sha256 expected = Sha256.of(manifest);
      return ManifestJson.firstSubject(envelope.content())
              .filter(expected.hex()::equals)
              .isPresent()
          ? Optional.empty()
          : problem(
              path,
              OTHER_MANIFEST,
              "is about another manifest than %s, sha256 %s"
                  .formatted(place.manifest(), expected.hex()));
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      return problem(path, BAD_SIGNATURE, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable ManifestSignature readSignature(
      ManifestPlace place, List<VerificationProblem> problems) throws IOException {
    byte[] json = read(place.signature());
    try {
      return ManifestSignature.parse(json);
    } catch (IOException e) {
      problems.add(
          new VerificationProblem(
              place.signature(), BAD_SIGNATURE, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private byte[] read(String path) throws IOException {
    try (InputStream in = store.read(path)) {
      return in.readAllBytes();
    }
  }

  private static Optional<VerificationProblem> problem(
      String path, VerificationProblem.Kind kind, String what) {
    return Optional.of(new VerificationProblem(path, kind, what));
  }
}
