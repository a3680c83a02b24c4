package org.wholetale.recordedrun.e2e.cluster;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.archive.ArchiveLocation;

/** The cluster that {@code KUBECONFIG} names, and what a test made in it, which goes with it. */
final class TestCluster implements AutoCloseable {

  /** Where runs are. */
  static final String NAMESPACE = "tales";

  /** Where the operator is. */
  static final String OPERATOR_NAMESPACE = "recordedrun-system";

  private static final String OPERATOR = "recordedrun";
  private static final String IMAGE = "localhost/recordedrun-example-hello:1";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration OFTEN = Duration.ofMillis(100);

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final List<ClusterRun> runs = new ArrayList<>();

  private TestCluster() {}

  static TestCluster connect() {
    if (System.getenv("KUBECONFIG") == null) {
      throw new AssertionError("no KUBECONFIG: these tests need a cluster, see tools/e2e");
    }
    return new TestCluster();
  }

  /** Waits as long as anything in a cluster may take, and looks often. */
  static ConditionFactory eventually() {
    return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(OFTEN);
  }

  /** A name that no other test gave anything. */
  static String unique(String name) {
    return name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  KubernetesClient client() {
    return client;
  }

  /** Creates a run whose workspace holds a script alone, which nobody may write to. */
  ClusterRun script(String name, String script, String... spec) {
    String unique = unique(name);
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(unique)
                .endMetadata()
                .addToData("run.sh", script)
                .build())
        .create();
    return create(
        """
        apiVersion: wholetale.org/v1alpha1
        kind: RecordedRun
        metadata: {name: %s}
        spec:
          image: %s
          workspace: {configMap: {name: %s}}
          %s
        """
            .formatted(unique, image(), unique, String.join("\n  ", spec)));
  }

  /** Creates the run of an example, but with another image. */
  ClusterRun example(String name, String image) throws IOException {
    String yaml = Files.readString(Path.of("examples", name, "run.yaml"));
    return create(
        yaml.replaceFirst("(?m)^  name: .*", "  name: " + unique(name))
            .replaceFirst("(?m)^  image: .*", "  image: " + image));
  }

  /** The Deployment that the chart made. */
  RollableScalableResource<Deployment> operator() {
    return client.apps().deployments().inNamespace(OPERATOR_NAMESPACE).withName(OPERATOR);
  }

  /** A setting of the operator, by the name of its variable. */
  String setting(String variable) {
    return operator()
        .require()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv()
        .stream()
        .filter(env -> env.getName().equals(variable))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the operator has no " + variable));
  }

  private ClusterRun create(String yaml) {
    RecordedRun run = Serialization.unmarshal(yaml, RecordedRun.class);
    run.getMetadata().setNamespace(NAMESPACE);
    ArchiveLocation archives = ArchiveLocation.parse(setting("RECORDEDRUN_ARCHIVE"));
    ClusterRun created = new ClusterRun(client, client.resource(run).create(), archives);
    runs.add(created);
    return created;
  }

  /** The image of a tale with a shell and Python. */
  private static String image() {
    return requireNonNullElse(System.getenv("E2E_IMAGE"), IMAGE);
  }

  @Override
  public void close() {
    try (client) {
      runs.forEach(run -> client.configMaps().inNamespace(NAMESPACE).withName(run.name()).delete());
      runs.forEach(run -> run.resource().delete());
      runs.forEach(ClusterRun::awaitDeleted);
    }
  }
}
