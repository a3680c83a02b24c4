package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Secrets of runs' namespaces, each asked for by its name. */
record RunSecrets(KubernetesClient client) {

  /**
   * One of them.
   *
   * @param remedy what to do where it is not there, as in "create it with the store's keys"
   * @throws IOException where it cannot be read
   */
  Secret get(String namespace, String name, String remedy) throws IOException {
    Secret secret;
    try {
      secret = client.secrets().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (secret == null) {
      throw new IOException(
          "the namespace %s has no Secret %s: %s".formatted(namespace, name, remedy));
    }
    return secret;
  }

  /** What a Secret has under that key. */
  static Optional<String> value(Secret secret, String key) {
    return Optional.ofNullable(secret.getData())
        .map(data -> data.get(key))
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
  }
}
