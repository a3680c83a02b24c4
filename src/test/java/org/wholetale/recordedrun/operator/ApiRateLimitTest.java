package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiRateLimitTest {

  private static final String PODS = "/api/v1/namespaces/tales/pods";
  private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/system/leases/one";

  private final ApiRateLimit oneAnHour =
      new ApiRateLimit(RateLimiter.burstyBuilder(1, Duration.ofHours(1)).build());

  @Test
  void aRequestBeyondTheLimitWaitsAndALeaseDoesNot() throws InterruptedException {
    oneAnHour.hold(PODS);
    Thread second = Thread.ofPlatform().start(() -> oneAnHour.hold(PODS));
    await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
    oneAnHour.hold(LEASE);
    assertThat(second.isAlive()).isTrue();
    second.interrupt();
    second.join();
  }
}
