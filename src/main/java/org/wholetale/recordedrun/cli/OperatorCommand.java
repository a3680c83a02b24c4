package org.wholetale.recordedrun.cli;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ImagePullPolicy;
import org.wholetale.recordedrun.operator.OperatorConfig;
import org.wholetale.recordedrun.operator.RecordedRunOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordedrun operator}: the controller, until it is told to stop. */
@Command(
    name = "operator",
    description = "Watches RecordedRuns in a cluster and runs them, until it gets SIGTERM.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class OperatorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--archive",
      paramLabel = "URI",
      defaultValue = "${env:RECORDEDRUN_ARCHIVE:-" + Option.NULL_VALUE + "}",
      description =
          "Where archives are kept: s3://bucket/prefix, or file:///folder on a single node."
              + " ($RECORDEDRUN_ARCHIVE)")
  private @Nullable String archive;

  @Option(
      names = "--store-endpoint",
      paramLabel = "URL",
      defaultValue = "${env:RECORDEDRUN_STORE_ENDPOINT:-" + Option.NULL_VALUE + "}",
      description =
          "An object store that is not Amazon's, as pods reach it. ($RECORDEDRUN_STORE_ENDPOINT)")
  private @Nullable String storeEndpoint;

  @Option(
      names = "--store-region",
      paramLabel = "REGION",
      defaultValue = "${env:RECORDEDRUN_STORE_REGION:-" + Option.NULL_VALUE + "}",
      description = "The object store's region. ($RECORDEDRUN_STORE_REGION)")
  private @Nullable String storeRegion;

  @Option(
      names = "--store-secret",
      paramLabel = "NAME",
      defaultValue = "${env:RECORDEDRUN_STORE_SECRET:-" + Option.NULL_VALUE + "}",
      description =
          "A Secret in each run's namespace with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
              + " ($RECORDEDRUN_STORE_SECRET)")
  private @Nullable String storeSecret;

  @Option(
      names = "--namespace",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "${env:RECORDEDRUN_NAMESPACES:-" + Option.NULL_VALUE + "}",
      description = "Watch only these namespaces; all unless given. ($RECORDEDRUN_NAMESPACES)")
  private @Nullable Set<String> namespaces;

  @Option(
      names = "--recorder-image",
      paramLabel = "IMAGE",
      defaultValue = "${env:RECORDEDRUN_RECORDER_IMAGE:-recordedrun-recorder:latest}",
      description = "The recorder's image; ${DEFAULT-VALUE}. ($RECORDEDRUN_RECORDER_IMAGE)")
  private String recorderImage = "";

  @Option(
      names = "--recorder-pull-policy",
      paramLabel = "POLICY",
      defaultValue = "${env:RECORDEDRUN_RECORDER_PULL_POLICY:-IfNotPresent}",
      description =
          "When it is pulled: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_RECORDER_PULL_POLICY)")
  private ImagePullPolicy recorderPullPolicy = ImagePullPolicy.IfNotPresent;

  @Option(
      names = "--recorder-requests",
      split = ",",
      paramLabel = "RESOURCE=QUANTITY",
      defaultValue = "${env:RECORDEDRUN_RECORDER_REQUESTS:-cpu=100m,memory=256Mi}",
      description = "What it is given at least; ${DEFAULT-VALUE}. ($RECORDEDRUN_RECORDER_REQUESTS)")
  private Map<String, String> recorderRequests = Map.of();

  @Option(
      names = "--recorder-limits",
      split = ",",
      paramLabel = "RESOURCE=QUANTITY",
      defaultValue = "${env:RECORDEDRUN_RECORDER_LIMITS:-memory=1Gi}",
      description = "What it is given at most; ${DEFAULT-VALUE}. ($RECORDEDRUN_RECORDER_LIMITS)")
  private Map<String, String> recorderLimits = Map.of();

  @Option(
      names = "--finish-seconds",
      paramLabel = "SECONDS",
      defaultValue = "${env:RECORDEDRUN_FINISH_SECONDS:-120}",
      description =
          "How long the recorder may take after the tale's end; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_FINISH_SECONDS)")
  private long finishSeconds;

  @Option(
      names = "--spool-host-path",
      paramLabel = "FOLDER",
      defaultValue = "${env:RECORDEDRUN_SPOOL_HOST_PATH:-" + Option.NULL_VALUE + "}",
      description =
          "A folder of each node for what is not archived yet, where recordedrun archive can finish"
              + " what a dead store or pod left; unless given it goes with the pod."
              + " ($RECORDEDRUN_SPOOL_HOST_PATH)")
  private @Nullable String spoolHostPath;

  @Option(
      names = "--spool-claim",
      paramLabel = "NAME",
      defaultValue = "${env:RECORDEDRUN_SPOOL_CLAIM:-" + Option.NULL_VALUE + "}",
      description =
          "The same in a persistent volume claim of that name in each run's namespace."
              + " ($RECORDEDRUN_SPOOL_CLAIM)")
  private @Nullable String spoolClaim;

  @Option(
      names = "--node-lost-seconds",
      paramLabel = "SECONDS",
      defaultValue = "${env:RECORDEDRUN_NODE_LOST_SECONDS:-300}",
      description =
          "How long a node may be away before runs on it have failed; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_NODE_LOST_SECONDS)")
  private long nodeLostSeconds;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "${env:RECORDEDRUN_HTTP_PORT:-8080}",
      description =
          "The port of /metrics, /healthz and /readyz; ${DEFAULT-VALUE}. ($RECORDEDRUN_HTTP_PORT)")
  private int httpPort;

  @Option(
      names = "--leader-election",
      paramLabel = "LEASE",
      defaultValue = "${env:RECORDEDRUN_LEADER_ELECTION:-" + Option.NULL_VALUE + "}",
      description =
          "Act only while holding this Lease in the pod's own namespace, for which all operators of"
              + " one installation compete; without it this one acts at once."
              + " ($RECORDEDRUN_LEADER_ELECTION)")
  private @Nullable String lease;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster; the pod's own account or ~/.kube/config unless given.")
  private @Nullable File kubeconfig;

  @Override
  public Integer call() throws InterruptedException {
    OperatorConfig asked = config();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stop(stop, stopped), "stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (KubernetesClient client =
            new KubernetesClientBuilder().withConfig(clusterAccess()).build();
        RecordedRunOperator operator = new RecordedRunOperator(client, asked, Clock.systemUTC())) {
      operator.start();
      stop.await();
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  /** What the options and the environment ask for. */
  OperatorConfig config() {
    if (archive == null) {
      throw new ParameterException(
          spec.commandLine(), "say where archives are kept: --archive or $RECORDEDRUN_ARCHIVE");
    }
    try {
      return new OperatorConfig(
          namespaces == null ? Set.of() : namespaces,
          new OperatorConfig.Recorder(
              recorderImage, recorderPullPolicy, finishSeconds, recorderResources(), spools()),
          new OperatorConfig.Store(archive, storeEndpoint, storeRegion, storeSecret),
          httpPort,
          lease,
          Duration.ofSeconds(nodeLostSeconds));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private OperatorConfig.@Nullable Spools spools() {
    return spoolHostPath == null && spoolClaim == null
        ? null
        : new OperatorConfig.Spools(spoolHostPath, spoolClaim);
  }

  private ResourceRequirements recorderResources() {
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(recorderRequests))
        .withLimits(quantities(recorderLimits))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    return texts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Quantity.parse(entry.getValue())));
  }

  private Config clusterAccess() {
    return kubeconfig == null ? Config.autoConfigure(null) : Config.fromKubeconfig(kubeconfig);
  }

  /** Runs while the JVM shuts down, which it does not do before this returns. */
  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
