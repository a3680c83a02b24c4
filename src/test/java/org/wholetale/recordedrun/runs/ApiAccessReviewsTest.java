package org.wholetale.recordedrun.runs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API server is asked, and how its answers are taken. */
class ApiAccessReviewsTest {

  private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
  private static final String RIGHTS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> asked = new ConcurrentHashMap<>();
  private final HttpServer server = server();
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder()
                  .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();
  private final ApiAccessReviews reviews = new ApiAccessReviews(client);

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.put(path, JSON.readTree(exchange.getRequestBody()));
            String answer = answers.get(path);
            byte[] body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? 403 : 201, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aUserIsAskedAboutAsTheTokenReviewHasThem() throws Refusal {
    answers.put(
        TOKENS,
        """
        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "t"},
         "status": {"authenticated": true, "user": {"username": "jo", "uid": "7",
           "groups": ["authors", "system:authenticated"], "extra": {"scopes": ["some"]}}}}
        """);
    answers.put(
        RIGHTS,
        """
        {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {},
         "status": {"allowed": true}}
        """);
    UserInfo user = reviews.user("t").orElseThrow();
    assertThat(requireNonNull(asked.get(TOKENS)).at("/spec/token").asText()).isEqualTo("t");
    assertThat(reviews.allows(user, AccessReviews.Right.patch("tales", "hello"))).isTrue();
    assertThat(requireNonNull(asked.get(RIGHTS)).path("spec"))
        .isEqualTo(
            json(
                """
                {"user": "jo", "uid": "7", "groups": ["authors", "system:authenticated"],
                 "extra": {"scopes": ["some"]},
                 "resourceAttributes": {"group": "wholetale.org", "resource": "recordedruns",
                   "verb": "patch", "namespace": "tales", "name": "hello"}}
                """));
  }

  @Test
  void whatIsNotSaidToBeAllowedIsNot() throws Refusal {
    answers.put(
        TOKENS,
        """
        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {},
         "status": {"authenticated": false, "error": "expired", "user": {"username": "jo"}}}
        """);
    assertThat(reviews.user("t")).isEmpty();
    answers.put(
        RIGHTS,
        """
        {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {},
         "status": {"allowed": false, "denied": true}}
        """);
    assertThat(reviews.allows(new UserInfo(), AccessReviews.Right.get("tales"))).isFalse();
  }

  @Test
  void whereTheApiServerDoesNotSayNobodyIsLetIn() {
    assertThatThrownBy(() -> reviews.user("t"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("try again");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
