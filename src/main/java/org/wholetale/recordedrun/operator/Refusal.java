package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.api.Reason;

/**
 * Why there is no pod: the API server did not take it, or it could not start as things are.
 *
 * @param permanent whether asking again is useless; a quota, for example, is not permanent
 */
record Refusal(Reason reason, String message, boolean permanent) {

  private static final int UNPROCESSABLE = 422;

  /** A status with hundreds of them helps nobody. */
  private static final int MOST_TOLD = 8;

  /** What that answer means; empty where the API server did not refuse, but failed. */
  static Optional<Refusal> of(KubernetesClientException answer) {
    String message = message(answer);
    if (message.startsWith("admission webhook ")) { // which answers with any code it likes
      return Optional.of(new Refusal(Reason.AdmissionDenied, message, false));
    }
    return switch (answer.getCode()) {
      case UNPROCESSABLE, HttpURLConnection.HTTP_BAD_REQUEST -> Optional.of(permanent(message));
      case HttpURLConnection.HTTP_FORBIDDEN ->
          Optional.of(new Refusal(forbidden(message), message, false));
      default -> Optional.empty();
    };
  }

  /** What several problems come to; empty where there are none. */
  static Optional<Refusal> of(List<Problem> problems) {
    return problems.stream()
        .findFirst()
        .map(first -> new Refusal(first.reason(), told(problems), false));
  }

  private static String told(List<Problem> problems) {
    String sentences =
        problems.stream().limit(MOST_TOLD).map(Problem::message).collect(Collectors.joining("; "));
    int more = problems.size() - MOST_TOLD;
    return more > 0 ? "%s; and %d more".formatted(sentences, more) : sentences;
  }

  /** One that only another run can avoid. */
  static Refusal permanent(String message) {
    return new Refusal(Reason.Invalid, message, true);
  }

  /** Kubernetes answers all of these with 403 Forbidden; its words alone tell them apart. */
  private static Reason forbidden(String message) {
    if (message.contains("exceeded quota") || message.contains("failed quota")) {
      return Reason.QuotaExceeded;
    }
    return message.contains("violates PodSecurity")
        ? Reason.PodSecurityDenied
        : Reason.AdmissionDenied;
  }

  private static String message(KubernetesClientException e) {
    return e.getStatus() != null && e.getStatus().getMessage() != null
        ? e.getStatus().getMessage()
        : Objects.requireNonNullElse(e.getMessage(), "the pod was refused");
  }
}
