package org.wholetale.recordedrun.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.VerificationProblem.Kind;
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.signing.TestKeys;
import org.wholetale.recordedrun.signing.VerifyingKey;

/** What verify says of a signed archive that somebody has laid hands on. */
class SignedArchiveTest {

  private static final SigningKey KEY = TestKeys.ed25519();
  private static final SigningKey OTHER = TestKeys.ed25519();

  @TempDir Path folder;

  @Test
  void aSignedArchiveVerifies() throws IOException {
    Archives.in(folder).sign(KEY).commit();

    Verification verification = verify(KEY);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.summary())
        .isEqualTo("7 files, 12 events, complete; signed by " + KEY.verifyingKey().keyId());
  }

  @Test
  void withoutAKeyItIsSaidThatTheSignatureWasNotChecked() throws IOException {
    Archives.in(folder).sign(KEY).commit();

    assertThat(verify(null).problems()).isEmpty();
    assertThat(verify(null).summary())
        .endsWith(
            "; signed by %s (not checked: name its --public-key)"
                .formatted(KEY.verifyingKey().keyId()));
  }

  @Test
  void anyChangedByteIsFound() throws IOException {
    Archives.in(folder).sign(KEY).commit();
    for (Path file : files()) {
      byte[] content = Files.readAllBytes(file);
      for (int i = 0; i < content.length; i++) {
        byte[] changed = content.clone();
        changed[i] ^= 1;
        Files.write(file, changed);
        assertThat(verify(KEY).problems()).as("%s, byte %d", file, i).isNotEmpty();
      }
      Files.write(file, content);
    }
    assertThat(verify(KEY).problems()).isEmpty();
  }

  @Test
  void aChangedByteIsNamedByItsFile() throws IOException {
    Archives.in(folder).sign(KEY).commit();
    Files.writeString(folder.resolve("outputs/result.csv"), "a,b\n1,3\n");

    assertThat(verify(KEY).problems())
        .singleElement()
        .extracting(VerificationProblem::toString)
        .asString()
        .startsWith("outputs/result.csv: sha256 is ");
  }

  @Test
  void aRemovedSegmentIsNamed() throws IOException {
    Archives.in(folder).sign(KEY).commit();
    Files.delete(folder.resolve("events/000002.ndjson.zst"));

    assertProblems(KEY, "events/000002.ndjson.zst: is missing, the manifest lists it");
  }

  @Test
  void aManifestThatLeavesOutARemovedSegmentIsNotTheOneThatWasSigned() throws IOException {
    Archives.in(folder).sign(KEY).commit();
    String signed = sha256("manifest.json");
    Files.delete(folder.resolve("events/000002.ndjson.zst"));
    Files.delete(folder.resolve("manifest.json"));
    Archives.emptyIn(folder)
        .events(0, 4)
        .events(1, 3)
        .segment("output/000000.ndjson.zst", "{\"t\":1,\"stream\":\"stdout\",\"data\":\"hi\"}\n")
        .file("entrypoint", "sh run.sh\n")
        .file("stdout", "hi\n")
        .file("outputs/result.csv", "a,b\n1,2\n")
        .commit();

    String found =
        ("manifest.json: sha256 is %s, manifest.sig.json is the signature of %s: the manifest was"
                + " changed or exchanged")
            .formatted(sha256("manifest.json"), signed);
    assertThat(problems(KEY)).contains(found);
    assertThat(problems(null)).contains(found);
  }

  @Test
  void aManifestThatIsExchangedTogetherWithItsSignatureIsNotOfTheseFiles(@TempDir Path elsewhere)
      throws IOException {
    Archives.in(folder).sign(KEY).commit();
    Archives.in(elsewhere).file("stderr", "oh\n").sign(KEY).commit();
    for (String path :
        List.of("manifest.json", "manifest.sig.json", "provenance/attestation.dsse.json")) {
      Files.write(folder.resolve(path), Files.readAllBytes(elsewhere.resolve(path)));
    }

    assertProblems(KEY, "stderr: is missing, the manifest lists it");
  }

  @Test
  void aSignatureThatWasTakenAwayIsMissed() throws IOException {
    Archives.in(folder).sign(KEY).commit();
    Files.delete(folder.resolve("manifest.sig.json"));

    assertProblems(
        KEY,
        "manifest.sig.json: there is no signature of manifest.json: nobody signed it, or the"
            + " signature was taken away");
    assertProblems(
        null,
        "manifest.sig.json: is missing: whoever wrote provenance/attestation.dsse.json wrote it too");
  }

  @Test
  void anArchiveThatNobodySignedIsNotWhatAKeyAsksFor() throws IOException {
    Archives.in(folder).commit();

    assertThat(verify(null).isOk()).isTrue();
    assertThat(verify(KEY).problems()).singleElement().extracting("kind").isEqualTo(Kind.UNSIGNED);
  }

  @Test
  void anAttestationThatWasTakenAwayIsMissed() throws IOException {
    Archives.in(folder).sign(KEY).commit();
    Files.delete(folder.resolve("provenance/attestation.dsse.json"));

    assertProblems(
        KEY,
        "provenance/attestation.dsse.json: is missing: whoever wrote manifest.sig.json wrote it"
            + " too");
  }

  @Test
  void anotherKeyIsToldFromAForgery() throws IOException {
    Archives.in(folder).sign(OTHER).commit();
    String other = OTHER.verifyingKey().keyId();
    String wanted = KEY.verifyingKey().keyId();

    assertProblems(
        KEY,
        "manifest.sig.json: is by the ed25519 key %s, the one to verify with is the ed25519 key %s"
            .formatted(other, wanted),
        "provenance/attestation.dsse.json: is not signed by the key %s: it was changed, or is another's"
            .formatted(wanted));

    Path signature = folder.resolve("manifest.sig.json");
    Files.writeString(signature, Files.readString(signature).replace(other, wanted));
    assertThat(problems(KEY))
        .contains(
            "manifest.sig.json: is not what the key %s signs manifest.json with: it was changed or forged"
                .formatted(wanted));
  }

  @Test
  void anAttestationOfAnotherManifestIsNotThisOnes(@TempDir Path elsewhere) throws IOException {
    Archives.in(folder).sign(KEY).commit();
    Archives.in(elsewhere).file("stderr", "oh\n").sign(KEY).commit();
    String path = "provenance/attestation.dsse.json";
    Files.write(folder.resolve(path), Files.readAllBytes(elsewhere.resolve(path)));

    assertProblems(
        KEY,
        path + ": is about another manifest than manifest.json, sha256 " + sha256("manifest.json"));
  }

  @Test
  void aLateManifestHasItsOwnSignature() throws IOException {
    Archives archive = Archives.in(folder);
    archive.commitRecovered();
    archive.sign(KEY).commitLate();

    assertThat(verify(null).isOk()).isTrue();
    assertProblems(
        KEY,
        "manifest.sig.json: there is no signature of manifest.json: nobody signed it, or the"
            + " signature was taken away");

    Files.delete(folder.resolve("manifest-late.sig.json"));
    assertThat(problems(KEY))
        .contains(
            "manifest-late.sig.json: there is no signature of manifest-late.json: nobody signed it,"
                + " or the signature was taken away");
  }

  @Test
  void theSignatureOfARecorderThatWasOvertakenIsNotTakenForAForgery() throws IOException {
    Archives archive = Archives.in(folder);
    archive.commitRecovered();
    archive.sign(KEY).commitLate();
    Files.copy(folder.resolve("manifest-late.sig.json"), folder.resolve("manifest.sig.json"));

    assertThat(verify(null).problems()).isEmpty();
    assertThat(verify(KEY).problems()).singleElement().extracting("kind").isEqualTo(Kind.UNSIGNED);
  }

  private Verification verify(@Nullable SigningKey key) throws IOException {
    VerifyingKey publicHalf = key == null ? null : key.verifyingKey();
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.of(folder), Map.of())) {
      return new ArchiveVerifier(store, null, publicHalf).verify();
    }
  }

  private List<String> problems(@Nullable SigningKey key) throws IOException {
    return verify(key).problems().stream().map(VerificationProblem::toString).toList();
  }

  private void assertProblems(@Nullable SigningKey key, String... expected) throws IOException {
    assertThat(problems(key)).containsExactly(expected);
  }

  private String sha256(String path) throws IOException {
    return Sha256.of(folder.resolve(path)).hex();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
