package org.wholetale.recordedrun.e2e.cluster;

import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The operator that the chart installed, which sees all namespaces: held still, so that others act
 * in its place and with its rights.
 */
final class InstalledOperator implements AutoCloseable {

  static final String NAME = "recordedrun";

  private static final long READY_SECONDS = 60;

  private final TestCluster cluster;
  private final int replicas;

  private InstalledOperator(TestCluster cluster, int replicas) {
    this.cluster = cluster;
    this.replicas = replicas;
  }

  /** Stops it, and waits until its last process has ended. */
  static InstalledOperator hold(TestCluster cluster) {
    int replicas = cluster.operator().require().getSpec().getReplicas();
    cluster.operator().scale(0);
    eventually()
        .until(() ->
            cluster
                .client()
                .pods()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .list()
                .getItems()
                .isEmpty());
    return new InstalledOperator(cluster, replicas);
  }

  /** A file into that folder by which a process outside of the cluster acts as its account. */
  Path kubeconfig(Path folder) throws IOException {
    return kubeconfig(folder, TestCluster.OPERATOR_NAMESPACE);
  }

  /** The same, as if that process were in another namespace, which is where its Lease is. */
  Path kubeconfig(Path folder, String namespace) throws IOException {
    KubernetesClient admin = cluster.client();
    Config config = admin.getConfiguration();
    String token =
        admin
            .serviceAccounts()
            .inNamespace(TestCluster.OPERATOR_NAMESPACE)
            .withName(NAME)
            .tokenRequest()
            .getStatus()
            .getToken();
    String yaml =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {token: %s}}]
        contexts: [{name: x, context: {cluster: c, user: u, namespace: %s}}]
        current-context: x
        """
            .formatted(config.getMasterUrl(), config.getCaCertData(), token, namespace);
    return Files.writeString(folder.resolve("kubeconfig"), yaml);
  }

  /** Lets it go on, and waits until it does. */
  @Override
  public void close() {
    cluster.operator().scale(replicas);
    cluster
        .operator()
        .waitUntilCondition(
            deployment ->
                deployment != null
                    && Integer.valueOf(replicas).equals(deployment.getStatus().getReadyReplicas()),
            READY_SECONDS,
            TimeUnit.SECONDS);
  }
}
