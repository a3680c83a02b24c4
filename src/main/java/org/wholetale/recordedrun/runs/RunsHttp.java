package org.wholetale.recordedrun.runs;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;

/** From a request to its answer. */
final class RunsHttp implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(RunsHttp.class);

  /** What a page from elsewhere cannot send without asking, which nobody answers. */
  static final String FROM_PAGE = "X-Recordedrun";

  private static final String API = "/runs/api/";
  private static final String JSON = "application/json; charset=utf-8";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final int MOST_STREAMS = 500;

  private final PageFiles files = new PageFiles();
  private final Semaphore streams = new Semaphore(MOST_STREAMS);
  private final Gate gate;
  private final RunBoard board;
  private final RunsApi api;

  RunsHttp(Gate gate, RunBoard board, RunsApi api) {
    this.gate = gate;
    this.board = board;
    this.api = api;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      secure(exchange.getResponseHeaders());
      try {
        answer(exchange);
      } catch (Refusal e) {
        refuse(exchange, e.code(), String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the server stops
      } catch (RuntimeException e) {
        log.atError()
            .addKeyValue("path", exchange.getRequestURI().getPath())
            .setCause(e)
            .log("request not answered");
        refuse(
            exchange,
            HttpURLConnection.HTTP_INTERNAL_ERROR,
            "this went wrong; the operator's log says how");
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException, Refusal, InterruptedException {
    String path = exchange.getRequestURI().getRawPath();
    if (path.startsWith(API)) {
      Visitor visitor = gate.admit(exchange.getRequestHeaders());
      data(exchange, visitor, Arrays.asList(path.substring(API.length()).split("/", -1)));
      return;
    }
    require(exchange, "GET");
    if (path.equals("/")) {
      exchange.getResponseHeaders().set("Location", "runs");
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_MOVED_TEMP, -1);
      return;
    }
    PageFiles.PageFile file =
        files.at(path).orElseThrow(() -> Refusal.notFound("the page is at /runs"));
    exchange.getResponseHeaders().set("Content-Security-Policy", file.policy());
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    send(
        exchange,
        HttpURLConnection.HTTP_OK,
        file.mediaType(),
        file.content().getBytes(StandardCharsets.UTF_8));
  }

  private void data(HttpExchange exchange, Visitor visitor, List<String> path)
      throws IOException, Refusal, InterruptedException {
    if (path.equals(List.of("runs"))) {
      require(exchange, "GET");
      send(exchange, api.list(visitor));
      return;
    }
    if (path.equals(List.of("changes"))) {
      require(exchange, "GET");
      stream(exchange, stream -> new LiveRuns(board, api, visitor).to(stream));
      return;
    }
    if (path.size() < 3 || path.size() > 4 || !path.getFirst().equals("runs")) {
      throw Refusal.notFound("nothing is served here");
    }
    RunKey key = new RunKey(name(path.get(1)), name(path.get(2)));
    ofRun(exchange, visitor, key, path.size() == 3 ? "" : path.get(3));
  }

  private void ofRun(HttpExchange exchange, Visitor visitor, RunKey key, String what)
      throws IOException, Refusal, InterruptedException {
    require(exchange, what.equals("cancel") ? "POST" : "GET");
    switch (what) {
      case "" -> send(exchange, api.detail(visitor, key));
      case "live" -> {
        RecordedRun run = api.run(visitor, key);
        stream(exchange, stream -> new LiveRun(board, api, visitor, key).to(stream, run));
      }
      case "report" -> {
        byte[] report = api.report(visitor, key);
        exchange.getResponseHeaders().set("Content-Security-Policy", PageFiles.REPORT_POLICY);
        send(exchange, HttpURLConnection.HTTP_OK, "text/html; charset=utf-8", report);
      }
      case "cancel" -> {
        if (exchange.getRequestHeaders().getFirst(FROM_PAGE) == null) {
          throw Refusal.forbidden("send the header %s: cancel".formatted(FROM_PAGE));
        }
        api.cancel(visitor, key);
        send(exchange, Map.of("cancelling", true));
      }
      default -> throw Refusal.notFound("nothing is served here");
    }
  }

  @FunctionalInterface
  private interface Streaming {
    void to(EventStream stream) throws IOException, Refusal, InterruptedException;
  }

  private void stream(HttpExchange exchange, Streaming streaming)
      throws IOException, Refusal, InterruptedException {
    if (!streams.tryAcquire()) {
      throw Refusal.tooMany("%d look on already: try again later".formatted(MOST_STREAMS));
    }
    try {
      streaming.to(EventStream.of(exchange));
    } finally {
      streams.release();
    }
  }

  private static String name(String part) throws Refusal {
    if (!NAME.matcher(part).matches()) {
      throw Refusal.notFound("a run is named by its namespace and its name");
    }
    return part;
  }

  private static void require(HttpExchange exchange, String method) throws Refusal {
    if (!exchange.getRequestMethod().equals(method)) {
      throw Refusal.notAllowed(exchange.getRequestMethod());
    }
  }

  private static void secure(Headers headers) {
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private static void refuse(HttpExchange exchange, int code, String message) throws IOException {
    if (exchange.getResponseCode() != -1) {
      return; // in the middle of an answer, which ends here
    }
    if (code == HttpURLConnection.HTTP_UNAUTHORIZED) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    send(exchange, code, JSON, Json.bytes(Map.of("error", message)));
  }

  private static void send(HttpExchange exchange, Object value) throws IOException {
    send(exchange, HttpURLConnection.HTTP_OK, JSON, Json.bytes(value));
  }

  private static void send(HttpExchange exchange, int code, String mediaType, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
