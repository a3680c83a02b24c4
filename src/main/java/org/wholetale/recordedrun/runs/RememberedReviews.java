package org.wholetale.recordedrun.runs;

import dev.failsafe.RateLimiter;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Remembers for a moment what others have said, so that a page which asks often costs the API
 * server little, and asks them only so often, whatever nonsense is sent as tokens. Of a token it
 * keeps a digest.
 */
final class RememberedReviews implements AccessReviews {

  private static final Duration MOMENT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int QUESTIONS_PER_SECOND = 40;
  private static final int TOKENS = 1_000;
  private static final int RIGHTS = 20_000;

  private final AccessReviews asked;
  private final RecentAnswers<String, Optional<UserInfo>> users;
  private final RecentAnswers<Claim, Boolean> rights;
  private final RateLimiter<Object> limiter;

  RememberedReviews(AccessReviews asked, Clock clock) {
    this(
        asked,
        clock,
        RateLimiter.burstyBuilder(QUESTIONS_PER_SECOND, Duration.ofSeconds(1)).build());
  }

  RememberedReviews(AccessReviews asked, Clock clock, RateLimiter<Object> limiter) {
    this.asked = asked;
    this.limiter = limiter;
    this.users = new RecentAnswers<>(TOKENS, MOMENT, clock);
    this.rights = new RecentAnswers<>(RIGHTS, MOMENT, clock);
  }

  @Override
  public Optional<UserInfo> user(String token) throws Refusal {
    return users.of(
        digest(token),
        () -> {
          awaitTurn();
          return asked.user(token);
        });
  }

  @Override
  public boolean allows(UserInfo user, Right right) throws Refusal {
    return rights.of(
        new Claim(user, right),
        () -> {
          awaitTurn();
          return asked.allows(user, right);
        });
  }

  private void awaitTurn() throws Refusal {
    try {
      if (!limiter.tryAcquirePermit(PATIENCE)) {
        throw Refusal.tooMany("too many ask who they are at once: try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("the operator stops");
    }
  }

  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private record Claim(UserInfo user, Right right) {}
}
