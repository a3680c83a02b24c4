package org.wholetale.recordedrun.archive;

import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * How long a request may take, by the size of its body.
 *
 * @param attempt one try
 * @param call all tries together
 */
record TransferTime(Duration attempt, Duration call) {

  /** A link slower than this is as good as down. */
  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration GIVE_UP = Duration.ofSeconds(12);

  static TransferTime of(long bytes) {
    Duration body = Duration.ofSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    return new TransferTime(ANSWER.plus(body), GIVE_UP.plus(body.multipliedBy(2)));
  }

  void applyTo(AwsRequestOverrideConfiguration.Builder request) {
    request.apiCallAttemptTimeout(attempt).apiCallTimeout(call);
  }
}
