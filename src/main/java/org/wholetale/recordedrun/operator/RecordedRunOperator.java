package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.girder.Girder;
import org.wholetale.recordedrun.runs.RunsPage;

/**
 * The operator as a whole: the reconciler under JOSDK, with metrics and health beside it, and a
 * Lease before it where it is one of several.
 */
public final class RecordedRunOperator implements AutoCloseable {

  private static final Duration TIME_TO_FINISH_RECONCILES = Duration.ofSeconds(10);
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final double RETRY_FACTOR = 2;
  private static final long LONGEST_RETRY_MILLIS = 30_000;

  private final KubernetesClient client;
  private final OperatorConfig config;
  private final Jitter jitter = new Jitter(new Random()); // of which many threads may ask
  private final RecordedRunReconciler reconciler;
  private final Recoveries recoveries;
  private final StatusReports reports;
  private final @Nullable Leadership leadership;
  private final Operator operator;
  private final OperatorHttpServer http;
  private final @Nullable RunsPage page;
  private final PrometheusMeterRegistry registry;

  /**
   * One that ends the process when it loses its Lease: another acts from then on.
   *
   * @param client remains the caller's to close
   */
  public RecordedRunOperator(
      KubernetesClient client, OperatorConfig config, ArchiveRecovery archives, Clock clock) {
    this(client, config, archives, clock, newRegistry());
  }

  /**
   * The same.
   *
   * @param registry what it serves as metrics; closed with it
   */
  public RecordedRunOperator(
      KubernetesClient client,
      OperatorConfig config,
      ArchiveRecovery archives,
      Clock clock,
      PrometheusMeterRegistry registry) {
    this(client, config, archives, clock, registry, Leadership::endTheProcess);
  }

  /**
   * @param client remains the caller's to close
   * @param onLostLease makes sure that nothing is done any more
   */
  RecordedRunOperator(
      KubernetesClient client,
      OperatorConfig config,
      ArchiveRecovery archives,
      Clock clock,
      Runnable onLostLease) {
    this(client, config, archives, clock, newRegistry(), onLostLease);
  }

  private RecordedRunOperator(
      KubernetesClient client,
      OperatorConfig config,
      ArchiveRecovery archives,
      Clock clock,
      PrometheusMeterRegistry registry,
      Runnable onLostLease) {
    this.client = client;
    this.config = config;
    this.registry = registry;
    RunMetrics metrics = new RunMetrics(registry, clock);
    this.recoveries = new Recoveries(archives, client, config.store());
    this.reports =
        new StatusReports(config.girder() == null ? null : Girder.at(config.girder()), client);
    this.reconciler =
        new RecordedRunReconciler(
            client,
            config,
            clock,
            recoveries,
            reports,
            jitter,
            metrics::watch,
            List.of(new RunLog(), metrics, new RunEvents(client, clock)));
    Metrics sdkMetrics = MicrometerMetrics.withoutPerResourceMetrics(registry);
    this.leadership =
        config.lease() == null ? null : Leadership.by(config.lease(), client, onLostLease);
    RunMetric.LEADER.watch(registry, () -> leadership == null || leadership.leads() ? 1 : 0);
    this.operator =
        new Operator(overrider -> {
          overrider
              .withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withMetrics(sdkMetrics)
              .withReconciliationTerminationTimeout(TIME_TO_FINISH_RECONCILES);
          if (leadership != null) {
            overrider.withLeaderElectionConfiguration(leadership.configuration());
          }
        });
    this.http =
        new OperatorHttpServer(config.httpPort(), registry::scrape, () -> isReady(operator));
    this.page =
        config.runsPage() == null
            ? null
            : new RunsPage(
                config.runsPage(),
                client,
                config.namespaces(),
                new RunArchiveAccess(new StoreAccess(client, config.store())),
                clock);
  }

  /** A registry for its metrics. */
  public static PrometheusMeterRegistry newRegistry() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  /**
   * Starts to watch, and returns once everything that exists is known. With a Lease it acts on that
   * from when it holds the Lease.
   */
  public void start() {
    http.start();
    operator.register(reconciler, this::configure);
    operator.register(new OrphanedPodReconciler(client), this::configureOrphans);
    operator.start();
    if (page != null) {
      page.start();
    }
  }

  /** The port of metrics and health. */
  public int httpPort() {
    return http.port();
  }

  /** The port of the runs page; empty where it is not served. */
  public OptionalInt runsPagePort() {
    return page == null ? OptionalInt.empty() : OptionalInt.of(page.port());
  }

  @Override
  public void close() {
    if (page != null) {
      page.close();
    }
    if (leadership != null) {
      leadership.resign();
    }
    operator.stop();
    recoveries.close();
    reports.close();
    if (leadership != null) {
      leadership.release();
    }
    http.close();
    registry.close();
  }

  private void configure(ControllerConfigurationOverrider<?> controller) {
    if (!config.namespaces().isEmpty()) {
      controller.settingNamespaces(config.namespaces());
    }
    controller.withRetry(
        new JitteredRetry(
            new GenericRetry()
                .setInitialInterval(FIRST_RETRY_MILLIS)
                .setIntervalMultiplier(RETRY_FACTOR)
                .setMaxInterval(LONGEST_RETRY_MILLIS)
                .withoutMaxAttempts(),
            jitter));
  }

  private void configureOrphans(ControllerConfigurationOverrider<Pod> controller) {
    configure(controller);
    controller
        .withLabelSelector(Labels.RECORDED_RUN)
        .withGenericFilter(OrphanedPodReconciler::mayBeOrphaned);
    if (config.namespaces().size() <= 1) { // informers of several namespaces would share the store
      controller.withItemStore(new PodMetadataStore());
    }
  }

  private static boolean isReady(Operator operator) {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }
}
