package org.wholetale.recordedrun.runs;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API server says of tokens, and of what their owners may do with runs. */
interface AccessReviews {

  /**
   * Whose token that is; empty where it is nobody's.
   *
   * @throws Refusal where the API server does not say
   */
  Optional<UserInfo> user(String token) throws Refusal;

  /**
   * Whether somebody has a right.
   *
   * @throws Refusal where the API server does not say
   */
  boolean allows(UserInfo user, Right right) throws Refusal;

  /**
   * Something that one may be allowed to do with {@code recordedruns}.
   *
   * @param name of one run; null for all of the namespace
   */
  record Right(String verb, String namespace, @Nullable String name) {

    static Right get(String namespace) {
      return new Right("get", namespace, null);
    }

    static Right patch(String namespace, String name) {
      return new Right("patch", namespace, name);
    }
  }
}
