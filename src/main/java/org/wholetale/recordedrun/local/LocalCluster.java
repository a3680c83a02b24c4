package org.wholetale.recordedrun.local;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.local.apiserver.EmbeddedApiServer;
import org.wholetale.recordedrun.local.node.LocalNode;
import org.wholetale.recordedrun.local.node.NodeConfig;
import org.wholetale.recordedrun.operator.OperatorConfig;
import org.wholetale.recordedrun.operator.RecordedRunOperator;
import org.wholetale.recordedrun.recorder.RecorderException;
import org.wholetale.recordedrun.recorder.UnclosedArchive;

/** An API server, a node and, if wanted, the operator, all in this process. */
public final class LocalCluster implements AutoCloseable {

  /** The Secret from which the recorder takes the store's credentials. */
  public static final String CREDENTIALS = "archive-credentials";

  private static final List<String> CREDENTIAL_VARIABLES =
      List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  private final EmbeddedApiServer server;
  private final LocalNode node;
  private final KubernetesClient operatorClient;
  private final @Nullable RecordedRunOperator operator;

  private LocalCluster(
      EmbeddedApiServer server,
      LocalNode node,
      KubernetesClient operatorClient,
      @Nullable RecordedRunOperator operator) {
    this.server = server;
    this.node = node;
    this.operatorClient = operatorClient;
    this.operator = operator;
  }

  /**
   * Starts all of it.
   *
   * @param port the API server's, on loopback; 0 for a free one
   * @param config the operator's; null for none
   */
  public static LocalCluster start(
      int port,
      NodeConfig nodeConfig,
      @Nullable OperatorConfig config,
      LocalNode.Output output,
      Clock clock)
      throws RecorderException {
    EmbeddedApiServer server = EmbeddedApiServer.start(port);
    LocalNode node = LocalNode.start(nodeConfig, server.client(), clock, output);
    KubernetesClient operatorClient =
        new KubernetesClientBuilder().withConfig(server.config()).build();
    if (config == null) {
      return new LocalCluster(server, node, operatorClient, null);
    }
    RecordedRunOperator operator =
        new RecordedRunOperator(
            operatorClient,
            config,
            (archive, environment, image) ->
                UnclosedArchive.close(archive, environment, image, clock),
            clock);
    operator.start();
    return new LocalCluster(server, node, operatorClient, operator);
  }

  public KubernetesClient client() {
    return server.client();
  }

  public String url() {
    return server.url();
  }

  /** The port of the runs page on loopback; empty where it is not served. */
  public OptionalInt runsPagePort() {
    return operator == null ? OptionalInt.empty() : operator.runsPagePort();
  }

  /** Writes a kubeconfig with which others reach the API server. */
  public void writeKubeconfig(Path file) {
    server.writeKubeconfig(file);
  }

  /** Makes claims of those names, which the operator looks for before a run starts. */
  public void createClaims(String namespace, Set<String> names) {
    for (String name : names) {
      client()
          .resource(
              new PersistentVolumeClaimBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withNamespace(namespace)
                  .endMetadata()
                  .build())
          .create();
    }
  }

  /** Makes the Secret with the store's credentials, where the environment has any. */
  public void createCredentials(String namespace, Map<String, String> environment) {
    Map<String, String> data = new LinkedHashMap<>();
    for (String variable : CREDENTIAL_VARIABLES) {
      String value = environment.get(variable);
      if (value != null) {
        data.put(
            variable, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
      }
    }
    client()
        .secrets()
        .inNamespace(namespace)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(CREDENTIALS)
                .withNamespace(namespace)
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    node.close();
    operatorClient.close();
    server.close();
  }
}
