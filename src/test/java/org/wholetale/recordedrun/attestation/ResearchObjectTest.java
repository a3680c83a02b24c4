package org.wholetale.recordedrun.attestation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.Validator;
import org.wholetale.recordedrun.api.GeneratedFile;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.signing.TestKeys;
import org.wholetale.recordedrun.signing.VerifyingKey;

class ResearchObjectTest {

  /** Of RFC 8410. */
  private static final String PUBLIC_KEY =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
      -----END PUBLIC KEY-----
      """;

  @TempDir Path folder;

  @Test
  void theDeclarationIsTheGoldenOne() throws IOException {
    new GeneratedFile(Path.of("src/test/resources/attestations/tro.jsonld"))
        .mustBe(
            new String(
                declaration(AttestedRun.INCOMPLETE, URI.create("https://tsa.example.org/tsr")),
                UTF_8));
  }

  @Test
  void equalRunsHaveEqualBytes() throws IOException {
    assertThat(declaration(AttestedRun.COMPLETE, null))
        .isEqualTo(declaration(AttestedRun.COMPLETE, null));
  }

  @Test
  void itStandsAlone() throws IOException {
    assertThat(TroRules.brokenBy(declaration(AttestedRun.COMPLETE, null))).isEmpty();
    assertThat(
            TroRules.brokenBy(
                declaration(AttestedRun.INCOMPLETE, URI.create("https://tsa.example.org/tsr"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trov:hasComposition | trov:hasContents",
        "trov:hasFingerprint | schema:hasFingerprint",
        "\"sha256\"           | \"md5\"",
        "\"trp/0\"            | \"/trp/0\"",
        "ni:///sha-256;       | trs",
        "arrangement/1\"      | arrangement/2#\"",
        "0.1#                 | 0.1",
        "\"trov:publicKey\"   | \"@key\"",
      })
  void theRulesFindWhatBreaksThem(String text, String broken) throws IOException {
    String declaration = new String(declaration(AttestedRun.COMPLETE, null), UTF_8);

    assertThat(TroRules.brokenBy(declaration.replace(text, broken).getBytes(UTF_8))).isNotEmpty();
  }

  @Test
  void troUtilsWouldWriteTheSameBytesAndFindsTheFingerprint() throws Exception {
    List<ManifestFile> files = new ArrayList<>(AttestedRun.FILES);
    files.add(
        new ManifestFile(
            "outputs/\u007f\u0001é\ud83d\ude00\"\\/\n.csv", 1, "0".repeat(64), "text/csv"));
    for (Manifest manifest : List.of(AttestedRun.with(files), AttestedRun.INCOMPLETE)) {
      Files.write(folder.resolve("tro.jsonld"), declaration(manifest, null));

      Validator.Finding finding =
          Validator.ofPython("python")
              .run(
                  folder,
                  Path.of("src/test/python/tro.py").toAbsolutePath().toString(),
                  "tro.jsonld");
      assertThat(finding.exit()).as(finding.output()).isZero();
      assertThat(finding.output())
          .contains("arrangement/0 'work/data/a.csv' sha256:")
          .contains("arrangement/1 'outputs/out.csv' sha256:");
    }
  }

  @Test
  void troUtilsVerifiesThePackageAndFindsAChangedByteAMissingAndAFurtherFile() throws Exception {
    Files.write(folder.resolve("tro.jsonld"), declaration(AttestedRun.COMPLETE, null));
    Path archive = folder.resolve("archive");
    write(archive, "entrypoint", "sh run.sh\n");
    write(archive, "outputs/out.csv", "a,b\n");
    write(archive, "stdout", "hi\n");
    assertThat(verified()).isTrue();

    write(archive, "stdout", "ho\n");
    assertThat(verified()).as("a changed byte").isFalse();
    Files.delete(archive.resolve("stdout"));
    assertThat(verified()).as("a missing file").isFalse();
    write(archive, "stdout", "hi\n");
    write(archive, "outputs/more.csv", "");
    assertThat(verified()).as("a further file").isFalse();
  }

  @Test
  void anOpenPgpKeyGivesItsFingerprint() throws Exception {
    try (TestKeys.Gpg gpg = new TestKeys.Gpg(folder.resolve("g"), "ed25519", "")) {
      VerifyingKey key = VerifyingKey.read(gpg.export(folder.resolve("key.pub")));
      byte[] declaration =
          new ResearchObject(AttestedRun.COMPLETE, AttestedRun.files(), key, null).toJson();

      assertThat(new String(declaration, UTF_8)).contains("\"openpgp4fpr:" + key.keyId() + "\"");
      assertThat(TroRules.brokenBy(declaration)).isEmpty();
    }
  }

  /** By its mark: it exits 0 in any case. */
  private boolean verified() throws Exception {
    Validator.Finding finding =
        Validator.ofPython("tro-utils")
            .run(
                folder,
                "--declaration",
                "tro.jsonld",
                "verify-package",
                "tro.jsonld",
                "archive",
                "-a",
                "arrangement/1");
    assertThat(finding.output()).as("one of its marks").containsAnyOf("✓", "✗");
    return finding.output().contains("✓");
  }

  private static void write(Path archive, String path, String content) throws IOException {
    Path file = archive.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  private static byte[] declaration(Manifest manifest, @Nullable URI authority) throws IOException {
    VerifyingKey key = VerifyingKey.parse(PUBLIC_KEY.getBytes(US_ASCII));
    return new ResearchObject(manifest, AttestedRun.files(), key, authority).toJson();
  }
}
