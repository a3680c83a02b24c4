package org.wholetale.recordedrun.runs;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authentication.UserInfoBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster's tokens and rights, as a test has them; a user is called as their token. */
final class FakeReviews implements AccessReviews {

  private final Map<String, Set<String>> rights = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();

  /** A token whose owner has these rights and no others, each as {@code get tales}. */
  FakeReviews with(String token, String... allowed) {
    rights.put(token, Set.of(allowed));
    return this;
  }

  /** The token is nobody's any more. */
  void end(String token) {
    rights.remove(token);
  }

  int questions() {
    return questions.get();
  }

  @Override
  public Optional<UserInfo> user(String token) {
    questions.incrementAndGet();
    return rights.containsKey(token)
        ? Optional.of(new UserInfoBuilder().withUsername(token).build())
        : Optional.empty();
  }

  @Override
  public boolean allows(UserInfo user, Right right) {
    questions.incrementAndGet();
    return rights
        .getOrDefault(user.getUsername(), Set.of())
        .contains(right.verb() + " " + right.namespace());
  }
}
