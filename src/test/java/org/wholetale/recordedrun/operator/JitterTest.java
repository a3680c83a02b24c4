package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JitterTest {

  private final Jitter jitter = new Jitter(new Random(1));

  @Test
  void ofManyThatWaitNoTwoComeBackTogetherAndNoneMuchLater() {
    Duration wait = Duration.ofSeconds(100);
    List<Duration> waits = Stream.generate(() -> jitter.of(wait)).limit(300).distinct().toList();
    assertThat(waits)
        .hasSizeGreaterThan(280)
        .allSatisfy(each -> assertThat(each).isBetween(wait, Duration.ofMinutes(2)));
  }

  @Test
  void retriesAreThoseOfTheOtherEachALittleLater() {
    GenericRetry doubling = new GenericRetry().setInitialInterval(1_000).setIntervalMultiplier(2);
    RetryExecution plain = doubling.initExecution();
    RetryExecution jittered = new JitteredRetry(doubling, jitter).initExecution();
    for (int attempt = 1; attempt <= 3; attempt++) {
      long before = plain.nextDelay().orElseThrow();
      assertThat(jittered.nextDelay().orElseThrow())
          .isGreaterThan(before)
          .isLessThanOrEqualTo(before + before / 5);
      assertThat(jittered.getAttemptCount()).isEqualTo(plain.getAttemptCount());
    }
    assertThat(jittered.isLastAttempt()).isFalse();
  }
}
