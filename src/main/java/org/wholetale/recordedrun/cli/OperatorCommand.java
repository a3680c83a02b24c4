package org.wholetale.recordedrun.cli;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ImagePullPolicy;
import org.wholetale.recordedrun.operator.ApiClient;
import org.wholetale.recordedrun.operator.OperatorConfig;
import org.wholetale.recordedrun.operator.RecordedRunOperator;
import org.wholetale.recordedrun.operator.RecorderSigning;
import org.wholetale.recordedrun.recorder.UnclosedArchive;
import org.wholetale.recordedrun.runs.RunsPageConfig;
import org.wholetale.recordedrun.runs.RunsPageConfig.Visitors;
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
      names = "--store-check",
      arity = "1",
      paramLabel = "true|false",
      defaultValue = "${env:RECORDEDRUN_STORE_CHECK:-true}",
      description =
          "Whether the operator itself tries the object store, with each namespace's keys, before a"
              + " run starts; false where only nodes reach it; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_STORE_CHECK)")
  private boolean storeCheck;

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
      names = "--signing-secret",
      paramLabel = "NAME",
      defaultValue = "${env:RECORDEDRUN_SIGNING_SECRET:-" + Option.NULL_VALUE + "}",
      description =
          "A Secret in each run's namespace with the private key that archives are signed by."
              + " ($RECORDEDRUN_SIGNING_SECRET)")
  private @Nullable String signingSecret;

  @Option(
      names = "--signing-key-name",
      paramLabel = "KEY",
      defaultValue = "${env:RECORDEDRUN_SIGNING_KEY_NAME:-signing.key}",
      description =
          "Which of its keys is the private key; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_SIGNING_KEY_NAME)")
  private String signingKey = "";

  @Option(
      names = "--signing-passphrase-name",
      paramLabel = "KEY",
      defaultValue = "${env:RECORDEDRUN_SIGNING_PASSPHRASE_NAME:-" + Option.NULL_VALUE + "}",
      description =
          "Which of its keys is the private key's passphrase; unless given it has none."
              + " ($RECORDEDRUN_SIGNING_PASSPHRASE_NAME)")
  private @Nullable String signingPassphrase;

  @Option(
      names = "--timestamp-url",
      paramLabel = "URL",
      defaultValue = "${env:RECORDEDRUN_TIMESTAMP_URL:-" + Option.NULL_VALUE + "}",
      description =
          "A timestamp authority of RFC 3161, as pods reach it, which attests when archives were"
              + " signed. ($RECORDEDRUN_TIMESTAMP_URL)")
  private @Nullable URI timestampUrl;

  @Option(
      names = "--node-lost-seconds",
      paramLabel = "SECONDS",
      defaultValue = "${env:RECORDEDRUN_NODE_LOST_SECONDS:-300}",
      description =
          "How long a node may be away before runs on it have failed; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_NODE_LOST_SECONDS)")
  private long nodeLostSeconds;

  @Option(
      names = "--api-qps",
      paramLabel = "REQUESTS",
      defaultValue = "${env:RECORDEDRUN_API_QPS:-" + ApiClient.DEFAULT_PER_SECOND + "}",
      description =
          "How many requests a second the API server gets at most, Leases apart; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_API_QPS)")
  private int apiQps;

  @Option(
      names = "--max-running",
      paramLabel = "NUMBER",
      defaultValue = "${env:RECORDEDRUN_MAX_RUNNING:-0}",
      description =
          "How many runs of a namespace may run at once, the oldest first; 0 for any number."
              + " ($RECORDEDRUN_MAX_RUNNING)")
  private int maxRunning;

  @Option(
      names = "--girder-url",
      paramLabel = "URL",
      defaultValue = "${env:RECORDEDRUN_GIRDER_URL:-" + Option.NULL_VALUE + "}",
      description =
          "The API of the Girder that is told of runs with a statusCallback, such as"
              + " https://girder.example.org/api/v1. ($RECORDEDRUN_GIRDER_URL)")
  private @Nullable URI girder;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "${env:RECORDEDRUN_HTTP_PORT:-8080}",
      description =
          "The port of /metrics, /healthz and /readyz; ${DEFAULT-VALUE}. ($RECORDEDRUN_HTTP_PORT)")
  private int httpPort;

  @Option(
      names = "--runs-page",
      arity = "1",
      paramLabel = "true|false",
      defaultValue = "${env:RECORDEDRUN_RUNS_PAGE:-false}",
      description =
          "Whether to serve the runs page, to whoever shows a token of the cluster; ${DEFAULT-VALUE}."
              + " ($RECORDEDRUN_RUNS_PAGE)")
  private boolean runsPage;

  @Option(
      names = "--runs-page-port",
      paramLabel = "PORT",
      defaultValue = "${env:RECORDEDRUN_RUNS_PAGE_PORT:-8090}",
      description = "The port of the runs page; ${DEFAULT-VALUE}. ($RECORDEDRUN_RUNS_PAGE_PORT)")
  private int runsPagePort;

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
    Clock clock = Clock.systemUTC();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stop(stop, stopped), "stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    PrometheusMeterRegistry registry = RecordedRunOperator.newRegistry();
    try (KubernetesClient client = ApiClient.connect(clusterAccess(), registry, apiQps);
        RecordedRunOperator operator =
            new RecordedRunOperator(
                client,
                asked,
                (archive, environment, image) ->
                    UnclosedArchive.close(archive, environment, image, clock),
                clock,
                registry)) {
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
    if (apiQps < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--api-qps is %d: allow one request a second at least".formatted(apiQps));
    }
    try {
      return new OperatorConfig(
          namespaces == null ? Set.of() : namespaces,
          new OperatorConfig.Recorder(
              recorderImage,
              recorderPullPolicy,
              finishSeconds,
              recorderResources(),
              spools(),
              signing()),
          new OperatorConfig.Store(archive, storeEndpoint, storeRegion, storeSecret, storeCheck),
          httpPort,
          lease,
          Duration.ofSeconds(nodeLostSeconds),
          maxRunning,
          girder,
          runsPage ? new RunsPageConfig(runsPagePort, Visitors.WITH_TOKEN) : null);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private OperatorConfig.@Nullable Spools spools() {
    return spoolHostPath == null && spoolClaim == null
        ? null
        : new OperatorConfig.Spools(spoolHostPath, spoolClaim);
  }

  private @Nullable RecorderSigning signing() {
    return signingSecret == null
        ? null
        : new RecorderSigning(signingSecret, signingKey, signingPassphrase, timestampUrl);
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
