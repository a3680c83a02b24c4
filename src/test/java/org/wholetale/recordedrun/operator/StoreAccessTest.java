package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreAccessTest {

  private static final OperatorConfig.Store STORE =
      new OperatorConfig.Store("s3://archives/runs", "http://s3.example.org", "here", "keys", true);

  private final ApplyingApiServer server = new ApplyingApiServer();
  private final KubernetesClient client = server.client();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void theStoreIsReachedAsTheRecordersOfTheNamespaceReachIt() throws IOException {
    secret(
        "tales", Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "key", "OTHER", "x"));
    secret("more", Map.of("AWS_ACCESS_KEY_ID", "no", "AWS_SECRET_ACCESS_KEY", "no"));

    assertThat(new StoreAccess(client, STORE).environment("tales"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "AWS_ENDPOINT_URL_S3",
                "http://s3.example.org",
                "AWS_REGION",
                "here",
                "AWS_ACCESS_KEY_ID",
                "id",
                "AWS_SECRET_ACCESS_KEY",
                "key"));
  }

  @Test
  void aSecretThatIsMissingOrLacksAKeyIsNamed() {
    StoreAccess access = new StoreAccess(client, STORE);
    assertThatThrownBy(() -> access.environment("tales"))
        .isInstanceOf(IOException.class)
        .hasMessage("the namespace tales has no Secret keys: create it with the store's keys");

    secret("tales", Map.of("AWS_ACCESS_KEY_ID", "id"));
    assertThatThrownBy(() -> access.environment("tales"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no AWS_SECRET_ACCESS_KEY");
  }

  @Test
  void aFolderTakesNoKeys() throws IOException {
    OperatorConfig.Store folder =
        new OperatorConfig.Store("file:///archives", null, null, null, true);

    assertThat(new StoreAccess(client, folder).environment("tales")).isEmpty();
  }

  private void secret(String namespace, Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("keys")
                .endMetadata()
                .withData(
                    data.entrySet().stream()
                        .collect(
                            Collectors.toMap(Map.Entry::getKey, entry -> base64(entry.getValue()))))
                .build())
        .create();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
