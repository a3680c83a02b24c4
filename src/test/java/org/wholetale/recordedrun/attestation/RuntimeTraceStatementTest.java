package org.wholetale.recordedrun.attestation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.Validator;
import org.wholetale.recordedrun.api.GeneratedFile;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestPlace;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.signing.DsseEnvelope;
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.signing.TestKeys;

class RuntimeTraceStatementTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Sha256 DIGEST = Sha256.of("the manifest".getBytes(UTF_8));

  @TempDir Path folder;

  @Test
  void theStatementIsTheGoldenOne() throws Exception {
    JsonNode statement = JSON.readTree(statement(AttestedRun.INCOMPLETE, AttestedRun.files()));

    new GeneratedFile(Path.of("src/test/resources/attestations/statement.json"))
        .mustBe(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(statement) + "\n");
  }

  @Test
  void equalRunsHaveEqualBytes() throws Exception {
    assertThat(statement(AttestedRun.INCOMPLETE, AttestedRun.files()))
        .isEqualTo(statement(AttestedRun.INCOMPLETE, AttestedRun.files()));
  }

  @Test
  void inTotosLibraryAcceptsStatementAndEnvelope() throws Exception {
    SigningKey key = TestKeys.ed25519();
    byte[] statement = statement(AttestedRun.COMPLETE, AttestedRun.files());
    Files.write(
        folder.resolve("attestation.dsse.json"),
        DsseEnvelope.sign(RuntimeTraceStatement.PAYLOAD_TYPE, statement, key).toJson());
    Files.writeString(folder.resolve("key.pub"), key.verifyingKey().text());

    Validator.Finding finding =
        Validator.ofPython("python")
            .run(
                folder,
                Path.of("src/test/python/in_toto.py").toAbsolutePath().toString(),
                "attestation.dsse.json",
                "key.pub");
    assertThat(finding.exit()).as(finding.output()).isZero();
    assertThat(finding.output()).contains("manifest.json " + DIGEST.hex());

    Files.writeString(folder.resolve("key.pub"), TestKeys.ed25519().verifyingKey().text());
    assertThat(
            Validator.ofPython("python")
                .run(
                    folder,
                    Path.of("src/test/python/in_toto.py").toAbsolutePath().toString(),
                    "attestation.dsse.json",
                    "key.pub")
                .exit())
        .as("with another key")
        .isNotZero();
  }

  @Test
  void filesThatAreNotTheTalesOwnAreLeftOut() throws IOException {
    assertThat(AttestedRun.files())
        .extracting(ListedFile::name)
        .containsExactly(
            "/work/data/%FF%0A",
            "/work/data/a.csv",
            "/work/data/gone.csv",
            "/work/workspace/notes.txt",
            "/work/workspace/out.csv",
            "/work/workspace/removed.csv",
            "/work/workspace/run.sh");
  }

  @Test
  void aListingThatIsNoneIsRefused() {
    assertThatThrownBy(
            () -> ListedFile.ownFiles(new ByteArrayInputStream("{\"role\":1}".getBytes(UTF_8))))
        .isInstanceOf(IOException.class);
  }

  private static byte[] statement(Manifest manifest, List<ListedFile> files) {
    return RuntimeTraceStatement.of(ManifestPlace.FIRST, DIGEST, manifest, files);
  }
}
