package org.wholetale.recordedrun.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.Validator;

/** Keys of openssl and gpg: each verifies what is signed here, and the other way round. */
class SigningKeyTest {

  private static final byte[] MESSAGE = "what the run came to\n".getBytes(UTF_8);
  private static final Validator OPENSSL = new Validator("openssl");

  @TempDir Path folder;

  @Test
  void opensslVerifiesWhatIsSignedByItsKey() throws Exception {
    Path key = TestKeys.openssl(folder.resolve("key"));

    assertThat(SigningKey.read(key, null).verifyingKey().text())
        .isEqualTo(Files.readString(folder.resolve("key.pub")));
    assertOpensslVerifies(SigningKey.read(key, null).sign(MESSAGE));
  }

  @Test
  void anEncryptedKeyOfOpensslSignsWithItsPassphrase() throws Exception {
    Path key = TestKeys.openssl(folder.resolve("key"), "-aes-256-cbc", "-pass", "pass:secret");
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "secret\n");
    Path other = Files.writeString(folder.resolve("other"), "wrong\n");

    assertOpensslVerifies(SigningKey.read(key, passphrase).sign(MESSAGE));
    assertThatThrownBy(() -> SigningKey.read(key, other))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("the passphrase is another's");
    assertThatThrownBy(() -> SigningKey.read(key, null))
        .isInstanceOf(KeyException.class)
        .hasMessageStartingWith(key + ": the key is encrypted, and there is no passphrase");
  }

  @Test
  void whatOpensslSignedIsVerified() throws Exception {
    Path key = TestKeys.openssl(folder.resolve("key"));
    Path message = Files.write(folder.resolve("message"), MESSAGE);
    run(
        OPENSSL,
        "pkeyutl",
        "-sign",
        "-rawin",
        "-inkey",
        key.toString(),
        "-in",
        message.toString(),
        "-out",
        folder.resolve("sig").toString());

    VerifyingKey publicKey = VerifyingKey.read(folder.resolve("key.pub"));
    byte[] signature = Files.readAllBytes(folder.resolve("sig"));
    assertThat(publicKey.verifies(MESSAGE, signature)).isTrue();
    assertThat(publicKey.verifies(new byte[0], signature)).isFalse();
    assertThat(publicKey.verifies(MESSAGE, new byte[3])).isFalse();
  }

  @Test
  void aKeyIdIsWhatOpensslAndSha256sumSay() throws Exception {
    Path key = TestKeys.openssl(folder.resolve("key"));
    String digest =
        run(
            new Validator("sh"),
            "-c",
            "openssl pkey -in '%s' -pubout -outform DER | sha256sum | cut -d' ' -f1"
                .formatted(key));

    assertThat(SigningKey.read(key, null).verifyingKey().keyId()).isEqualTo(digest.strip());
  }

  @ParameterizedTest
  @CsvSource({"ed25519,''", "ed25519,secret", "rsa2048,''", "nistp256,secret"})
  void gpgVerifiesWhatIsSignedByItsKey(String algorithm, String passphrase) throws Exception {
    try (TestKeys.Gpg gpg = new TestKeys.Gpg(folder.resolve("g"), algorithm, passphrase)) {
      Path key = gpg.exportSecret(folder.resolve("key"), passphrase);
      Path secret = Files.writeString(folder.resolve("passphrase"), passphrase);

      SigningKey signing = SigningKey.read(key, passphrase.isEmpty() ? null : secret);
      assertGpgVerifies(gpg, signing.sign(MESSAGE));
      assertThat(gpg.run("--with-colons", "--fingerprint"))
          .contains(":%s:".formatted(signing.verifyingKey().keyId()));
      assertThat(signing.verifyingKey().verifies(MESSAGE, signing.sign(MESSAGE))).isTrue();
      if (!passphrase.isEmpty()) {
        assertThatThrownBy(() -> SigningKey.read(key, null))
            .isInstanceOf(KeyException.class)
            .hasMessageContaining("there is no passphrase for it");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa2048"})
  void whatGpgSignedIsVerified(String algorithm) throws Exception {
    try (TestKeys.Gpg gpg = new TestKeys.Gpg(folder.resolve("g"), algorithm, "")) {
      VerifyingKey key = VerifyingKey.read(gpg.export(folder.resolve("key.pub")));
      Path message = Files.write(folder.resolve("message"), MESSAGE);
      gpg.run("--detach-sign", "--output", folder.resolve("sig").toString(), message.toString());

      byte[] signature = Files.readAllBytes(folder.resolve("sig"));
      assertThat(key.verifies(MESSAGE, signature)).isTrue();
      assertThat(key.verifies(new byte[0], signature)).isFalse();
    }
  }

  @Test
  void aSubkeyThatMaySignIsTakenBeforeThePrimaryKey() throws Exception {
    try (TestKeys.Gpg gpg = new TestKeys.Gpg(folder.resolve("g"), "ed25519", "")) {
      String primary =
          SigningKey.read(gpg.exportSecret(folder.resolve("one"), ""), null).verifyingKey().keyId();
      gpg.run(
          "--pinentry-mode",
          "loopback",
          "--passphrase",
          "",
          "--quick-add-key",
          primary,
          "cv25519",
          "encr",
          "never");
      gpg.run(
          "--pinentry-mode",
          "loopback",
          "--passphrase",
          "",
          "--quick-add-key",
          primary,
          "ed25519",
          "sign",
          "never");
      SigningKey key = SigningKey.read(gpg.exportSecret(folder.resolve("two"), ""), null);

      assertGpgVerifies(gpg, key.sign(MESSAGE));
      assertThat(key.verifyingKey().keyId()).isEqualTo(primary);
      assertThat(
              VerifyingKey.read(gpg.export(folder.resolve("key.pub")))
                  .verifies(MESSAGE, key.sign(MESSAGE)))
          .isTrue();
    }
  }

  @Test
  void anyBitOfASignatureCounts() {
    SigningKey key = TestKeys.ed25519();
    byte[] signature = key.sign(MESSAGE);
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(key.verifyingKey().verifies(MESSAGE, flipped)).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void anyBitOfASignatureOfOpenPgpCounts() throws Exception {
    try (TestKeys.Gpg gpg = new TestKeys.Gpg(folder.resolve("g"), "ed25519", "")) {
      SigningKey key = SigningKey.read(gpg.exportSecret(folder.resolve("key"), ""), null);
      byte[] signature = key.sign(MESSAGE);
      for (int bit = 0; bit < 8 * signature.length; bit++) {
        byte[] flipped = signature.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(key.verifyingKey().verifies(MESSAGE, flipped)).as("bit %d", bit).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing at all | it is neither a private Ed25519 key in PEM",
        "-----BEGIN PRIVATE KEY-----%AAAA%-----END PRIVATE KEY----- | not an Ed25519 one",
        "-----BEGIN PRIVATE KEY-----%AAAA | no PEM object from BEGIN to END",
        "-----BEGIN CERTIFICATE-----%AAAA%-----END CERTIFICATE----- | it holds a CERTIFICATE",
      })
  void whatIsNoPrivateKeyIsRefused(String text, String why) {
    assertThatThrownBy(() -> SigningKey.parse(text.replace('%', '\n').getBytes(UTF_8), null))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining(why);
  }

  @Test
  void oneHalfOfAKeyIsNotTakenForTheOther() throws Exception {
    Path key = TestKeys.openssl(folder.resolve("key"));

    assertThatThrownBy(() -> VerifyingKey.read(key))
        .hasMessageStartingWith(key + ": it holds a PRIVATE KEY, which is no public key");
    assertThatThrownBy(() -> SigningKey.read(folder.resolve("key.pub"), null))
        .hasMessageContaining("it holds a PUBLIC KEY, which is no private Ed25519 key");
  }

  private void assertOpensslVerifies(byte[] signature) throws IOException, InterruptedException {
    Path message = Files.write(folder.resolve("message"), MESSAGE);
    Path sig = Files.write(folder.resolve("message.sig"), signature);
    assertThat(
            run(
                OPENSSL,
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                folder.resolve("key.pub").toString(),
                "-in",
                message.toString(),
                "-sigfile",
                sig.toString()))
        .contains("Signature Verified Successfully");
  }

  private void assertGpgVerifies(TestKeys.Gpg gpg, byte[] signature)
      throws IOException, InterruptedException {
    Path message = Files.write(folder.resolve("message"), MESSAGE);
    Path sig = Files.write(folder.resolve("message.sig"), signature);
    assertThat(gpg.run("--verify", sig.toString(), message.toString())).contains("Good signature");
  }

  private String run(Validator program, String... arguments)
      throws IOException, InterruptedException {
    Validator.Finding finding = program.run(folder, arguments);
    assertThat(finding.exit()).as(finding.output()).isZero();
    return finding.output();
  }
}
