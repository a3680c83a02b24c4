package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;

/** Tries again as another does, but each time a little later. */
record JitteredRetry(Retry retry, Jitter jitter) implements Retry {

  @Override
  public RetryExecution initExecution() {
    return new Execution(retry.initExecution(), jitter);
  }

  private record Execution(RetryExecution execution, Jitter jitter) implements RetryExecution {

    @Override
    public Optional<Long> nextDelay() {
      return execution.nextDelay().map(Duration::ofMillis).map(jitter::of).map(Duration::toMillis);
    }

    @Override
    public int getAttemptCount() {
      return execution.getAttemptCount();
    }

    @Override
    public boolean isLastAttempt() {
      return execution.isLastAttempt();
    }
  }
}
