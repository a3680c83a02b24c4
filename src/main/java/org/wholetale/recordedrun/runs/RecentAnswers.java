package org.wholetale.recordedrun.runs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers that are not asked for again for a while; so many at most, those first forgotten that
 * were used least lately.
 */
final class RecentAnswers<Q, A> {

  /** Asks for an answer. */
  @FunctionalInterface
  interface Question<A> {
    A ask() throws Refusal;
  }

  private final Duration validity;
  private final Clock clock;
  private final Map<Q, Answer<A>> answers;

  RecentAnswers(int most, Duration validity, Clock clock) {
    this.validity = validity;
    this.clock = clock;
    this.answers =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Q, Answer<A>> eldest) {
            return size() > most;
          }
        };
  }

  /** The answer that is known, or else a new one. No lock is held while it is asked for. */
  A of(Q about, Question<A> question) throws Refusal {
    Instant now = clock.instant();
    synchronized (answers) {
      Answer<A> known = answers.get(about);
      if (known != null && now.isBefore(known.until())) {
        return known.answer();
      }
    }
    A answer = question.ask();
    synchronized (answers) {
      answers.put(about, new Answer<>(answer, now.plus(validity)));
    }
    return answer;
  }

  private record Answer<A>(A answer, Instant until) {}
}
