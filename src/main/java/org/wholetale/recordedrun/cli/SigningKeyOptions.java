package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.signing.KeyException;
import org.wholetale.recordedrun.signing.SigningKey;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** By which key an archive is signed. */
class SigningKeyOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description =
          "Sign the archive by this private key: Ed25519's in PEM, as openssl writes it, or"
              + " OpenPGP's, as gpg exports it.")
  private @Nullable Path key;

  @Option(
      names = "--signing-passphrase-file",
      paramLabel = "FILE",
      description = "A file whose first line is the key's passphrase.")
  private @Nullable Path passphrase;

  /**
   * The key; null where none is asked for.
   *
   * @throws ParameterException where it cannot be used
   */
  @Nullable SigningKey key() {
    if (key == null) {
      return null;
    }
    try {
      return SigningKey.read(key, passphrase);
    } catch (KeyException e) {
      throw refused("--signing-key: " + e.getMessage());
    } catch (IOException e) {
      throw refused("--signing-key: a file cannot be read: " + e.getMessage());
    }
  }

  /** The file with the key; null where none is asked for. */
  @Nullable Path keyFile() {
    return key;
  }

  /** The file with its passphrase; null where it has none. */
  @Nullable Path passphraseFile() {
    return passphrase;
  }

  ParameterException refused(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }
}
