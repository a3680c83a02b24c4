package org.wholetale.recordedrun.girder;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wholetale.recordedrun.api.RunStatus;

/**
 * The status of runs in Girder, by its REST API. Redirects are not followed: the token is for this
 * server alone.
 *
 * @param api its address, such as {@code https://girder.example.org/api/v1}
 * @see "wt_versioning/server/resources/run.py, setStatus and getStatus"
 */
public record Girder(URI api, HttpClient http) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One at that address. */
  public static Girder at(URI api) {
    return new Girder(api, HttpClient.newBuilder().connectTimeout(PATIENCE).build());
  }

  /**
   * Sets the status of a run.
   *
   * @param runId by which Girder knows it
   * @param token of somebody who may write it
   * @throws IOException where it does not answer, or not as it should; the message says what to do
   */
  public void setStatus(String runId, RunStatus status, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(runId, "?status=" + status.code(), token);
    answer(request.method("PATCH", BodyPublishers.noBody()).build());
  }

  /**
   * The number of the status that Girder holds of a run.
   *
   * @throws IOException as above, and where the answer has none
   */
  public int status(String runId, String token) throws IOException, InterruptedException {
    String answer = answer(request(runId, "", token).build());
    try {
      JsonNode status = JSON.readTree(answer).path("status");
      if (status.isInt()) {
        return status.intValue();
      }
    } catch (JacksonException e) {
      throw new IOException(notGirder(), e);
    }
    throw new IOException(notGirder());
  }

  private String notGirder() {
    return "%s does not answer as Girder does: is its address right?".formatted(api);
  }

  private HttpRequest.Builder request(String runId, String query, String token) {
    String id = URLEncoder.encode(runId, StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(URI.create("%s/run/%s/status%s".formatted(api, id, query)))
        .header("Girder-Token", token);
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = response(request);
    int code = response.statusCode();
    return switch (code) {
      case HttpURLConnection.HTTP_OK -> response.body();
      case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_NOT_FOUND ->
          throw new IOException(
              "%s answered %d to %s: is spec.tale.runId right?"
                  .formatted(api, code, request.uri().getPath()));
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          throw new IOException(
              "%s answered %d: put a token into the Secret that may write the run"
                  .formatted(api, code));
      default -> throw new IOException("%s answered %d".formatted(api, code));
    };
  }

  /** A request's own timeout would end with the headers of the answer. */
  private HttpResponse<String> response(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.ofString());
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "%s does not answer within %d s".formatted(api, PATIENCE.toSeconds()), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "%s does not answer: %s"
              .formatted(api, cause.getMessage() == null ? cause : cause.getMessage()),
          e);
    } finally {
      answer.cancel(true);
    }
  }
}
