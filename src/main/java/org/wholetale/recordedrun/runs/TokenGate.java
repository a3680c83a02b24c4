package org.wholetale.recordedrun.runs;

import com.sun.net.httpserver.Headers;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets in whoever shows a bearer token that the API server knows.
 *
 * @param reviews what the API server says of tokens
 */
record TokenGate(AccessReviews reviews) implements Gate {

  /** RFC 6750, section 2.1. */
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*)");

  @Override
  public Visitor admit(Headers headers) throws Refusal {
    Matcher bearer =
        BEARER.matcher(Objects.requireNonNullElse(headers.getFirst("Authorization"), "").strip());
    if (!bearer.matches()) {
      throw Refusal.unauthenticated(
          "show a token of this cluster, as Authorization: Bearer TOKEN; kubectl create token makes"
              + " one");
    }
    TokenHolder holder = new TokenHolder(bearer.group(1), reviews);
    holder.user();
    return holder;
  }

  private record TokenHolder(String token, AccessReviews reviews) implements Visitor {

    UserInfo user() throws Refusal {
      return reviews
          .user(token)
          .orElseThrow(() ->
              Refusal.unauthenticated(
                  "the cluster does not know this token, or no longer: get a new one"));
    }

    @Override
    public String name() {
      try {
        return user().getUsername();
      } catch (Refusal e) {
        return "somebody whose token has ended";
      }
    }

    @Override
    public boolean mayRead(String namespace) throws Refusal {
      return reviews.allows(user(), AccessReviews.Right.get(namespace));
    }

    @Override
    public boolean mayCancel(String namespace, String run) throws Refusal {
      return reviews.allows(user(), AccessReviews.Right.patch(namespace, run));
    }

    @Override
    public String toString() {
      return "TokenHolder"; // the token is nobody else's business
    }
  }
}
