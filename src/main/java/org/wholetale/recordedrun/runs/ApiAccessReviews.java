package org.wholetale.recordedrun.runs;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;

/** Asks the API server, each time. */
record ApiAccessReviews(KubernetesClient client) implements AccessReviews {

  private static final Logger log = LoggerFactory.getLogger(ApiAccessReviews.class);

  @Override
  public Optional<UserInfo> user(String token) throws Refusal {
    TokenReview review =
        asked(() ->
            client
                .tokenReviews()
                .create(new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build()));
    return Optional.ofNullable(review.getStatus())
        .filter(status -> Boolean.TRUE.equals(status.getAuthenticated()))
        .map(status -> status.getUser());
  }

  @Override
  public boolean allows(UserInfo user, Right right) throws Refusal {
    SubjectAccessReview review =
        asked(() ->
            client
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(
                    new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user.getUsername())
                        .withUid(user.getUid())
                        .withGroups(user.getGroups())
                        .withExtra(user.getExtra())
                        .withNewResourceAttributes()
                        .withGroup(RecordedRun.GROUP)
                        .withResource("recordedruns")
                        .withVerb(right.verb())
                        .withNamespace(right.namespace())
                        .withName(right.name())
                        .endResourceAttributes()
                        .endSpec()
                        .build()));
    return review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
  }

  private static <T> T asked(Supplier<T> question) throws Refusal {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      log.atWarn().addKeyValue("problem", e.getMessage()).log("access not reviewed");
      throw Refusal.unavailable("the cluster does not say now who you are: try again");
    }
  }
}
