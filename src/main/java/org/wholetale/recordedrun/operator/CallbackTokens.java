package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.wholetale.recordedrun.api.Labels;

/**
 * The tokens by which Girder lets runs be written. Only Secrets that say themselves that they are
 * meant for this are read: whoever may create runs cannot have any other one sent somewhere.
 */
record CallbackTokens(RunSecrets secrets) {

  private static final String KEY = "token";

  /** What a header can carry; whoever refuses it later would print it. */
  private static final Pattern CHARACTERS = Pattern.compile("[!-~]+");

  /**
   * The one in that Secret.
   *
   * @throws IOException where there is none; the message says what to do
   */
  String of(String namespace, String name) throws IOException {
    Secret secret =
        secrets.get(namespace, name, "create it, with a Girder token as its %s".formatted(KEY));
    Map<String, String> labels =
        Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.<String, String>of());
    if (!"true".equals(labels.get(Labels.FOR_STATUS_CALLBACKS))) {
      throw new IOException(
          "the Secret %s is not meant for this: label it %s=true"
              .formatted(name, Labels.FOR_STATUS_CALLBACKS));
    }
    String text =
        RunSecrets.value(secret, KEY)
            .map(String::strip)
            .orElseThrow(() ->
                new IOException(
                    "the Secret %s has no %s: put a Girder token there".formatted(name, KEY)));
    if (!CHARACTERS.matcher(text).matches()) {
      throw new IOException(
          "the %s of the Secret %s is no Girder token: put one there, in one line"
              .formatted(KEY, name));
    }
    return text;
  }
}
