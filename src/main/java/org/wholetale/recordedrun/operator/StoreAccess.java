package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How the store is reached for the runs of a namespace: as their recorders reach it, with the keys
 * that lie in that namespace and no others. These are taken by name: a Secret of a namespace must
 * not say which store the operator goes to.
 */
record StoreAccess(KubernetesClient client, OperatorConfig.Store store) {

  /** What the Secret with the store's keys must have. */
  static final Set<String> KEYS = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

  private static final String TOKEN = "AWS_SESSION_TOKEN";

  /**
   * The environment of a recorder there, as far as it is about the store.
   *
   * @throws IOException where the Secret cannot be read, or lacks a key
   */
  Map<String, String> environment(String namespace) throws IOException {
    Map<String, String> environment = new HashMap<>();
    if (store.endpoint() != null) {
      environment.put("AWS_ENDPOINT_URL_S3", store.endpoint());
    }
    if (store.region() != null) {
      environment.put("AWS_REGION", store.region());
    }
    if (store.credentialsSecret() != null) {
      environment.putAll(credentials(namespace, store.credentialsSecret()));
    }
    return environment;
  }

  private Map<String, String> credentials(String namespace, String name) throws IOException {
    Secret secret = new RunSecrets(client).get(namespace, name, "create it with the store's keys");
    Map<String, String> credentials = new HashMap<>();
    for (String key : KEYS) {
      credentials.put(
          key,
          RunSecrets.value(secret, key)
              .orElseThrow(() ->
                  new IOException(
                      "the Secret %s of the namespace %s has no %s: put it there"
                          .formatted(name, namespace, key))));
    }
    RunSecrets.value(secret, TOKEN).ifPresent(token -> credentials.put(TOKEN, token));
    return credentials;
  }
}
