package org.wholetale.recordedrun.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.RateLimiter;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.operator.SettableClock;

class RememberedReviewsTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-01T10:00:00Z"));
  private final FakeReviews asked = new FakeReviews().with("reader", "get tales");
  private final RememberedReviews reviews = new RememberedReviews(asked, clock);

  @Test
  void theSameIsAskedOnceInAMoment() throws Refusal {
    for (int i = 0; i < 10; i++) {
      UserInfo user = reviews.user("reader").orElseThrow();
      assertThat(reviews.allows(user, AccessReviews.Right.get("tales"))).isTrue();
      assertThat(reviews.allows(user, AccessReviews.Right.patch("tales", "hello"))).isFalse();
    }
    assertThat(asked.questions()).isEqualTo(3);
  }

  @Test
  void whatIsTakenAwayIsGoneHalfAMinuteLater() throws Refusal {
    assertThat(reviews.user("reader")).isPresent();
    asked.end("reader");
    clock.advance(Duration.ofSeconds(29));
    assertThat(reviews.user("reader")).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(reviews.user("reader")).isEmpty();
  }

  @Test
  void nonsenseInsteadOfTokensDoesNotReachTheApiServerWithoutEnd() throws Refusal {
    RememberedReviews slow =
        new RememberedReviews(
            asked, clock, RateLimiter.burstyBuilder(2, Duration.ofHours(1)).build());
    assertThat(slow.user("nonsense")).isEmpty();
    assertThat(slow.user("reader")).isPresent();
    assertThatThrownBy(() -> slow.user("more nonsense"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("try again");
    assertThat(slow.user("reader")).isPresent();
    assertThat(asked.questions()).isEqualTo(2);
  }

  @Test
  void ofManyAnswersThoseUnusedAreForgotten() throws Refusal {
    RecentAnswers<Integer, String> answers = new RecentAnswers<>(2, Duration.ofMinutes(1), clock);
    answers.of(1, () -> "first");
    answers.of(2, () -> "first");
    answers.of(1, () -> "again");
    answers.of(3, () -> "first");
    assertThat(answers.of(1, () -> "again")).isEqualTo("first");
    assertThat(answers.of(2, () -> "again")).isEqualTo("again");
  }
}
