package org.wholetale.recordedrun.operator;

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
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * The operator as a whole: the reconciler under JOSDK, with metrics and health beside it, and a
 * Lease before it where it is one of several.
 */
public final class RecordedRunOperator implements AutoCloseable {

  private static final Duration TIME_TO_FINISH_RECONCILES = Duration.ofSeconds(10);
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final double RETRY_FACTOR = 2;
  private static final long LONGEST_RETRY_MILLIS = 30_000;

  private final OperatorConfig config;
  private final RecordedRunReconciler reconciler;
  private final @Nullable Leadership leadership;
  private final Operator operator;
  private final OperatorHttpServer http;
  private final PrometheusMeterRegistry registry;

  /**
   * One that ends the process when it loses its Lease: another acts from then on.
   *
   * @param client remains the caller's to close
   */
  public RecordedRunOperator(KubernetesClient client, OperatorConfig config, Clock clock) {
    this(client, config, clock, Leadership::endTheProcess);
  }

  /**
   * @param client remains the caller's to close
   * @param onLostLease makes sure that nothing is done any more
   */
  RecordedRunOperator(
      KubernetesClient client, OperatorConfig config, Clock clock, Runnable onLostLease) {
    this.config = config;
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RunMetrics metrics = new RunMetrics(registry);
    this.reconciler =
        new RecordedRunReconciler(
            client,
            config,
            clock,
            metrics::watch,
            List.of(new RunLog(), metrics, new RunEvents(client, clock)));
    Metrics sdkMetrics = MicrometerMetrics.withoutPerResourceMetrics(registry);
    this.leadership =
        config.lease() == null ? null : Leadership.by(config.lease(), client, onLostLease);
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
  }

  /**
   * Starts to watch, and returns once everything that exists is known. With a Lease it acts on that
   * from when it holds the Lease.
   */
  public void start() {
    http.start();
    operator.register(reconciler, this::configure);
    operator.start();
  }

  /** The port of metrics and health. */
  public int httpPort() {
    return http.port();
  }

  @Override
  public void close() {
    if (leadership != null) {
      leadership.resign();
    }
    operator.stop();
    if (leadership != null) {
      leadership.release();
    }
    http.close();
    registry.close();
  }

  private void configure(ControllerConfigurationOverrider<RecordedRun> controller) {
    if (!config.namespaces().isEmpty()) {
      controller.settingNamespaces(config.namespaces());
    }
    controller.withRetry(
        new GenericRetry()
            .setInitialInterval(FIRST_RETRY_MILLIS)
            .setIntervalMultiplier(RETRY_FACTOR)
            .setMaxInterval(LONGEST_RETRY_MILLIS)
            .withoutMaxAttempts());
  }

  private static boolean isReady(Operator operator) {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }
}
