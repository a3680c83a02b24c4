package org.wholetale.recordedrun.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.recorder.RunSigning;
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.signing.TimestampAuthority;
import picocli.CommandLine.Option;

/** By what an archive is signed, and who says when. */
final class SigningOptions extends SigningKeyOptions {

  @Option(
      names = "--timestamp-url",
      paramLabel = "URL",
      description = "A timestamp authority of RFC 3161, which attests when it was signed.")
  private @Nullable URI timestampAuthority;

  /** What they come to; null where nothing is signed. */
  @Nullable RunSigning signing() {
    SigningKey key = key();
    if (key == null && timestampAuthority != null) {
      throw refused("--timestamp-url is for what is signed: name a --signing-key too");
    }
    try {
      return key == null
          ? null
          : new RunSigning(
              key, timestampAuthority == null ? null : new TimestampAuthority(timestampAuthority));
    } catch (IllegalArgumentException e) {
      throw refused("--timestamp-url: " + e.getMessage());
    }
  }

  /** Where that authority is; null where none is asked. */
  @Nullable URI timestampAuthority() {
    return timestampAuthority;
  }
}
