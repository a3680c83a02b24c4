package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.local.apiserver.EmbeddedApiServer;

/** An API server with runs, in which a test is the operator, and whose pods have logs. */
final class ClusterWithLogs implements AutoCloseable {

  static final String NAMESPACE = "tales";

  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final HttpClient backend = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer front;
  private final List<String> logRequests = new CopyOnWriteArrayList<>();
  private final String log;

  /**
   * A cluster without runs.
   *
   * @param log what every tale prints
   */
  ClusterWithLogs(String log) {
    this.log = log;
    try {
      front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    front.setExecutor(threads);
    front.createContext("/", this::answer);
    front.start();
  }

  /** Writes a kubeconfig; its current context is of the namespace of all runs. */
  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: me, user: {}}]
        contexts:
        - {name: tales, context: {cluster: here, user: me, namespace: %s}}
        - {name: others, context: {cluster: here, user: me, namespace: others}}
        current-context: tales
        """
            .formatted(front.getAddress().getPort(), NAMESPACE));
  }

  /** What was asked of logs: the paths with their queries. */
  List<String> logRequests() {
    return logRequests;
  }

  RecordedRun create(String name) {
    return client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: wholetale.org/v1alpha1
                kind: RecordedRun
                metadata: {name: "%s", namespace: %s}
                spec: {image: "registry.example.org/tales/hello:1"}
                """
                    .formatted(name, NAMESPACE),
                RecordedRun.class))
        .create();
  }

  RecordedRun get(String name) {
    return client().resources(RecordedRun.class).inNamespace(NAMESPACE).withName(name).get();
  }

  /** The run's tale runs, in a pod whose recorder archives there. */
  void taleRuns(String name, String archive) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name + "-pod")
            .endMetadata()
            .withNewSpec()
            .addNewInitContainer()
            .withName("recorder")
            .addNewEnv()
            .withName("RECORDEDRUN_REQUEST")
            .withValue(Serialization.asJson(Map.of("archive", archive)).replace("$", "$$"))
            .endEnv()
            .endInitContainer()
            .addNewContainer()
            .withName("tale")
            .endContainer()
            .endSpec()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    client().resource(pod).create();
    client().resource(pod).updateStatus();
    report(name, RunStatus.RUNNING, "Running", "the tale runs and is recorded", null);
  }

  void end(String name, RunStatus phase, String reason, @Nullable TraceSummary trace) {
    report(name, phase, reason, "the tale ended with exit code 0", trace);
  }

  void report(
      String name, RunStatus phase, String reason, String message, @Nullable TraceSummary trace) {
    RecordedRun run = get(name);
    boolean started = phase.code() >= RunStatus.RUNNING.code();
    run.setStatus(
        new RecordedRunStatus(
            phase,
            phase.code(),
            reason,
            message,
            null,
            null,
            started ? "2026-11-01T10:00:00Z" : null,
            null,
            null,
            started ? name + "-pod" : null,
            null,
            null,
            null,
            trace,
            null,
            null));
    client().resource(run).updateStatus();
  }

  private KubernetesClient client() {
    return server.client();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().endsWith("/log")) {
        logRequests.add(exchange.getRequestURI().toString());
        send(exchange, 200, "text/plain", log.getBytes(UTF_8));
      } else {
        forward(exchange);
      }
    }
  }

  private void forward(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<byte[]> answer =
          backend.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      send(exchange, answer.statusCode(), "application/json", answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    front.stop(0);
    threads.shutdownNow();
    backend.shutdownNow();
    server.close();
  }
}
