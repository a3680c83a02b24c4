package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;

/** The operator's client of a cluster's API server. */
public final class ApiClient {

  /** Enough for some thirty runs that begin and end in each second. */
  public static final int DEFAULT_PER_SECOND = 400;

  private ApiClient() {}

  /**
   * A client whose requests are counted and held back; the caller's to close.
   *
   * @param registry where they are counted
   * @param perSecond how many there may be in a second; at least 1
   */
  public static KubernetesClient connect(Config access, MeterRegistry registry, int perSecond) {
    return new KubernetesClientBuilder()
        .withConfig(access)
        .withHttpClientBuilderConsumer(http ->
            http.addOrReplaceInterceptor(ApiCalls.NAME, new ApiCalls(registry))
                .addOrReplaceInterceptor(ApiRateLimit.NAME, ApiRateLimit.perSecond(perSecond)))
        .build();
  }
}
