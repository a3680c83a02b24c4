package org.wholetale.recordedrun.operator;

import dev.failsafe.RateLimiter;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;

/**
 * Holds back requests to the API server beyond so many a second, all runs together. Leases are not
 * held back: an operator with much to do would lose its own.
 */
record ApiRateLimit(RateLimiter<Object> limiter) implements Interceptor {

  static final String NAME = "recordedrun.api.limit";

  static ApiRateLimit perSecond(int requests) {
    return new ApiRateLimit(RateLimiter.burstyBuilder(requests, Duration.ofSeconds(1)).build());
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    hold(request.uri().getPath());
  }

  /** Returns when a request of that path may be made. */
  void hold(String path) {
    if (ApiCalls.resource(path).equals("leases")) {
      return;
    }
    try {
      limiter.acquirePermit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the request itself notices, and says so
    }
  }
}
