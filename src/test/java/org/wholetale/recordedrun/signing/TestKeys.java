package org.wholetale.recordedrun.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.stream.Stream;
import org.wholetale.recordedrun.Validator;

/** Keys as users make them. */
public final class TestKeys {

  /** Who owns those of gpg. */
  static final String USER = "Recorder <recorder@example.org>";

  private TestKeys() {}

  /** A new one, made without any other program. */
  public static SigningKey ed25519() {
    try {
      byte[] pkcs8 =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      return SigningKey.parse(Pem.text("PRIVATE KEY", pkcs8).getBytes(US_ASCII), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A file with a new private key, and beside it {@code FILE.pub} with its public half.
   *
   * @param encryption openssl's options; their passphrase is {@code secret}
   */
  public static Path openssl(Path file, String... encryption)
      throws IOException, InterruptedException {
    openssl(
        List.of("genpkey", "-algorithm", "ed25519", "-out", file.toString()), List.of(encryption));
    openssl(
        List.of("pkey", "-in", file.toString(), "-pubout", "-out", file + ".pub"),
        encryption.length == 0 ? List.of() : List.of("-passin", "pass:secret"));
    return file;
  }

  private static void openssl(List<String> arguments, List<String> more)
      throws IOException, InterruptedException {
    Validator.Finding finding =
        new Validator("openssl")
            .run(
                Path.of("."),
                Stream.concat(arguments.stream(), more.stream()).toArray(String[]::new));
    assertThat(finding.exit()).as(finding.output()).isZero();
  }

  /** A home of gpg's with one key in it. */
  public static final class Gpg implements AutoCloseable {
    private final Path home;
    private final Validator gpg = new Validator("gpg");

    /**
     * Makes the key.
     *
     * @param home made where it is not there; short, since a socket's path is below it
     * @param passphrase empty for none
     * @param algorithm such as {@code ed25519} or {@code rsa2048}
     */
    public Gpg(Path home, String algorithm, String passphrase)
        throws IOException, InterruptedException {
      this.home = Files.createDirectories(home);
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      run(
          "--pinentry-mode",
          "loopback",
          "--passphrase",
          passphrase,
          "--quick-generate-key",
          USER,
          algorithm,
          "sign",
          "never");
    }

    /** The private key, armored. */
    public Path exportSecret(Path to, String passphrase) throws IOException, InterruptedException {
      run(
          "--pinentry-mode",
          "loopback",
          "--passphrase",
          passphrase,
          "--armor",
          "--output",
          to.toString(),
          "--export-secret-keys");
      return to;
    }

    /** The public key, armored. */
    public Path export(Path to) throws IOException, InterruptedException {
      run("--armor", "--output", to.toString(), "--export");
      return to;
    }

    /** Runs gpg in that home; fails where gpg does. */
    public String run(String... arguments) throws IOException, InterruptedException {
      Validator.Finding finding = tryRun(arguments);
      assertThat(finding.exit()).as(finding.output()).isZero();
      return finding.output();
    }

    /** Runs gpg in that home. */
    public Validator.Finding tryRun(String... arguments) throws IOException, InterruptedException {
      return gpg.run(
          home,
          Stream.concat(
                  Stream.of("--homedir", home.toString(), "--batch", "--yes"), Stream.of(arguments))
              .toArray(String[]::new));
    }

    /** Ends the agent that gpg has started. */
    @Override
    public void close() throws IOException {
      try {
        new Validator("gpgconf").run(home, "--homedir", home.toString(), "--kill", "all");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
