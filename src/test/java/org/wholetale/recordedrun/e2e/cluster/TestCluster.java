package org.wholetale.recordedrun.e2e.cluster;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final List<ClusterRun> runs = new CopyOnWriteArrayList<>();
  private final Deque<Runnable> undoing = new ConcurrentLinkedDeque<>();

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
    return scriptIn(NAMESPACE, name, script, spec);
  }

  /** The same in another namespace. */
  ClusterRun scriptIn(String namespace, String name, String script, String... spec) {
    return scriptNamed(namespace, unique(name), script, spec);
  }

  /** The same, by a name that is unique already. */
  ClusterRun scriptNamed(String namespace, String name, String script, String... spec) {
    make(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .addToData("run.sh", script)
            .build());
    return createIn(
        namespace, name, with(spec, "workspace: {configMap: {name: %s}}".formatted(name)));
  }

  /**
   * Creates a run of that specification, a line each.
   *
   * @param spec with an image that has a shell and Python, unless it names one
   */
  ClusterRun run(String name, String... spec) {
    return runNamed(unique(name), spec);
  }

  /** The same, by a name that is unique already. */
  ClusterRun runNamed(String name, String... spec) {
    return createIn(NAMESPACE, name, spec);
  }

  /** A specification with one line more. */
  static String[] with(String[] spec, String line) {
    return Stream.concat(Stream.of(spec), Stream.of(line)).toArray(String[]::new);
  }

  private ClusterRun createIn(String namespace, String name, String... spec) {
    boolean named = Stream.of(spec).anyMatch(line -> line.startsWith("image:"));
    return create(
        namespace,
        """
        apiVersion: wholetale.org/v1alpha1
        kind: RecordedRun
        metadata: {name: %s}
        spec:
          %s
          %s
        """
            .formatted(name, named ? "" : "image: " + image(), String.join("\n  ", spec)));
  }

  /** Creates a run of a shell's commands, whose workspace is empty unless told otherwise. */
  ClusterRun commands(String name, String commands, String... spec) {
    return run(name, with(spec, "command: [sh, -c, %s]".formatted(Serialization.asJson(commands))));
  }

  /**
   * Runs a script as root in a pod of its own, with a claim's root as its folder.
   *
   * @return what it printed, whether or not it succeeded
   */
  String inClaim(String claim, String script) {
    PodResource pod =
        client
            .pods()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName(unique("in-claim"))
                    .withNamespace(NAMESPACE)
                    .endMetadata()
                    .withNewSpec()
                    .withRestartPolicy("Never")
                    .withAutomountServiceAccountToken(false)
                    .addNewContainer()
                    .withName("script")
                    .withImage(image())
                    .withCommand("sh", "-c", script)
                    .withWorkingDir("/claim")
                    .withNewSecurityContext()
                    .withRunAsUser(0L)
                    .endSecurityContext()
                    .addNewVolumeMount()
                    .withName("claim")
                    .withMountPath("/claim")
                    .endVolumeMount()
                    .endContainer()
                    .addNewVolume()
                    .withName("claim")
                    .withNewPersistentVolumeClaim(claim, false)
                    .endVolume()
                    .endSpec()
                    .build());
    pod.create();
    try {
      eventually()
          .alias("the script has ended")
          .until(() -> Set.of("Succeeded", "Failed").contains(pod.get().getStatus().getPhase()));
      return pod.getLog();
    } finally {
      pod.delete();
    }
  }

  /** Creates the run of an example, but with another image. */
  ClusterRun example(String name, String image) throws IOException {
    String yaml = Files.readString(Path.of("examples", name, "run.yaml"));
    return create(
        NAMESPACE,
        yaml.replaceFirst("(?m)^  name: .*", "  name: " + unique(name))
            .replaceFirst("(?m)^  image: .*", "  image: " + image));
  }

  /** The Deployment that the chart made. */
  RollableScalableResource<Deployment> operator() {
    return client.apps().deployments().inNamespace(OPERATOR_NAMESPACE).withName(OPERATOR);
  }

  /**
   * The pod whose operator acts; its identity is the pod's name, and a number that no other has.
   */
  String leader() {
    return client
        .leases()
        .inNamespace(OPERATOR_NAMESPACE)
        .withName(OPERATOR)
        .require()
        .getSpec()
        .getHolderIdentity()
        .replaceFirst("_.*", "");
  }

  /** A setting of the operator, by the name of its variable. */
  String setting(String variable) {
    return Optional.ofNullable(settings().get(variable))
        .orElseThrow(() -> new AssertionError("the operator has no " + variable));
  }

  /** What the operator was told, by the names of the variables. */
  Map<String, String> settings() {
    return operator()
        .require()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv()
        .stream()
        .filter(env -> env.getName().startsWith("RECORDEDRUN_") && env.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  /** Creates something that goes with the test. */
  <T extends HasMetadata> T make(T resource) {
    T created = client.resource(resource).create();
    afterwards(() -> client.resource(created).delete());
    return created;
  }

  /** Is done when the test's runs have gone, what was said last at first. */
  void afterwards(Runnable undo) {
    undoing.addFirst(undo);
  }

  private ClusterRun create(String namespace, String yaml) {
    RecordedRun run = Serialization.unmarshal(yaml, RecordedRun.class);
    run.getMetadata().setNamespace(namespace);
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
      runs.forEach(run -> run.resource().delete());
      runs.forEach(ClusterRun::awaitDeleted);
      undoing.forEach(Runnable::run);
    }
  }
}
