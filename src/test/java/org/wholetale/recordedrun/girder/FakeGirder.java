package org.wholetale.recordedrun.girder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wholetale.recordedrun.api.RunStatus;

/** What Girder does for the status of runs, and what it was told. */
public final class FakeGirder implements AutoCloseable {

  /** By which it knows who may write. */
  public static final String TOKEN = "a-token-of-girder";

  private static final Pattern PATH = Pattern.compile("/api/v1/run/([^/]+)/status");
  private static final Pattern QUERY = Pattern.compile("status=([0-5])");
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<Integer>> told = new ConcurrentHashMap<>();
  private final Map<String, Integer> status = new ConcurrentHashMap<>();
  private final Map<Telling, Runnable> acts = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicBoolean losing = new AtomicBoolean();
  private volatile int broken;

  private FakeGirder(HttpServer server) {
    this.server = server;
  }

  /** One that only this machine reaches. */
  public static FakeGirder start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeGirder girder = new FakeGirder(server);
      server.createContext("/", girder::answer);
      server.setExecutor(girder.threads);
      server.start();
      return girder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Secret with a token. */
  public static Secret secret(
      String namespace, String name, Map<String, String> labels, String token) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .addToData(
            "token", Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  /** The address of its API. */
  public URI api() {
    return URI.create(
        "http://%s:%d/api/v1"
            .formatted(
                InetAddress.getLoopbackAddress().getHostAddress(), server.getAddress().getPort()));
  }

  /** Has a run, which Whole Tale does before it is recorded. */
  public FakeGirder withRun(String id) {
    status.put(id, 0);
    return this;
  }

  /** Sets the status of a run as somebody else does. */
  public void set(String id, RunStatus held) {
    status.put(id, held.code());
  }

  /** Hears what it is told next, and does not answer. */
  public void loseAnAnswer() {
    losing.set(true);
  }

  /** The paths of all requests, as they came. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Answers everything with that code from now on; with 0 as it should. */
  public void breakWith(int code) {
    broken = code;
  }

  /** Does that when it is told that code of a run, before it answers. */
  public void whenTold(String id, int code, Runnable act) {
    acts.put(new Telling(id, code), act);
  }

  /** The numbers of the status that it was told of a run, in their order. */
  public List<Integer> told(String id) {
    return List.copyOf(told.getOrDefault(id, List.of()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestURI().getRawPath());
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      if (broken != 0) {
        say(exchange, broken, "{}");
      } else if (!path.matches() || !status.containsKey(path.group(1))) {
        say(exchange, NOT_FOUND, "{\"message\": \"no such run\"}");
      } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Girder-Token"))) {
        say(exchange, UNAUTHORIZED, "{\"message\": \"who are you?\"}");
      } else if (exchange.getRequestMethod().equals("PATCH")) {
        set(exchange, path.group(1));
      } else {
        say(exchange, OK, "{\"status\": %d}".formatted(status.get(path.group(1))));
      }
    }
  }

  private void set(HttpExchange exchange, String id) throws IOException {
    Matcher query = QUERY.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
    if (!query.matches()) {
      say(exchange, BAD_REQUEST, "{\"message\": \"no such status\"}");
      return;
    }
    int code = Integer.parseInt(query.group(1));
    status.put(id, code);
    told.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>()).add(code);
    if (losing.getAndSet(false)) {
      return;
    }
    acts.getOrDefault(new Telling(id, code), () -> {}).run();
    say(exchange, OK, "{}");
  }

  private record Telling(String id, int code) {}

  private static void say(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
