package org.wholetale.recordedrun.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a browser does with the runs page. */
public final class PageClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A server-sent event. */
  record Happening(String event, JsonNode data) {}

  /** Events as they come, until it is closed. */
  record Happenings(Stream<String> lines, Iterator<String> next) implements AutoCloseable {

    /** The next one; waits for it, but passes over beats. */
    Happening await() {
      String event = "";
      while (true) {
        String line = next.next();
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          return new Happening(event, json(line.substring("data: ".length())));
        }
      }
    }

    /** Whether nothing comes any more; waits for what does. */
    boolean hasEnded() {
      while (next.hasNext()) {
        String line = next.next();
        if (!line.isEmpty() && !line.equals(":")) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String root;

  /** One of the page at that port of this machine. */
  public PageClient(int port) {
    this.root = "http://127.0.0.1:" + port;
  }

  /** The answer to a request, with that token where there is one. */
  public HttpResponse<String> get(String path, @Nullable String token) {
    return send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * The same of a request without a body.
   *
   * @param headers names and values by turns
   */
  public HttpResponse<String> post(String path, @Nullable String token, String... headers) {
    HttpRequest.Builder request = request(path, token).POST(HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What is answered, as JSON. */
  public JsonNode data(String path, @Nullable String token) {
    return json(get(path, token).body());
  }

  /** The names of the runs that the list has. */
  public List<String> names(@Nullable String token) {
    return names(data("/runs/api/runs", token));
  }

  static List<String> names(JsonNode listing) {
    return StreamSupport.stream(listing.path("runs").spliterator(), false)
        .map(run -> run.path("name").asText())
        .toList();
  }

  Happenings follow(String path, @Nullable String token) {
    Stream<String> lines =
        send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofLines()).body();
    return new Happenings(lines, lines.iterator());
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
