package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * fabric8's mock server, which also takes server-side apply: an applied status replaces, all else
 * merges.
 */
final class ApplyingApiServer implements AutoCloseable {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server;

  ApplyingApiServer() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(RecordedRun.class));
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
    server.init();
  }

  NamespacedKubernetesClient client() {
    return server.createClient();
  }

  /** How often that method was called on a path that ends so. */
  long count(String method, String pathEnd) {
    return requests.stream()
        .filter(line -> line.startsWith(method + " ") && line.endsWith(pathEnd))
        .count();
  }

  @Override
  public void close() {
    try {
      server.destroy();
    } catch (IllegalStateException e) {
      // fabric8's mock gives up on itself after five seconds where a watch is ending just then; the
      // port is free
      // all the same, and what a test holds was held before.
      LoggerFactory.getLogger(ApplyingApiServer.class).warn("the mock server", e);
    }
  }

  private final class Dispatcher extends KubernetesCrudDispatcher {

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      requests.add("POST " + request.getPath());
      return super.handleCreate(request);
    }

    @Override
    public MockResponse handleGet(String path) {
      requests.add("GET " + path);
      return super.handleGet(path);
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      requests.add("PATCH " + request.getPath());
      String type = request.getHeader("Content-Type");
      return type != null && type.startsWith("application/apply-patch+yaml")
          ? super.handlePatch(withoutApply(request))
          : super.handlePatch(request);
    }

    private static RecordedRequest withoutApply(RecordedRequest request) {
      String path = request.getPath().replaceFirst("\\?.*$", "");
      String applied = request.getUtf8Body();
      return path.endsWith("/status")
          ? patch(request, path, "application/json-patch+json", replacingStatus(applied))
          : patch(request, path, "application/merge-patch+json", applied);
    }

    /** As one manager owns the whole status, applying it replaces it. */
    private static String replacingStatus(String applied) {
      Object status =
          Serialization.unmarshal(applied, GenericKubernetesResource.class).get("status");
      return Serialization.asJson(List.of(Map.of("op", "add", "path", "/status", "value", status)));
    }

    private static RecordedRequest patch(
        RecordedRequest request, String path, String type, String body) {
      return new RecordedRequest(
          request.getHttpVersion(),
          request.method(),
          path,
          Headers.builder().add("Content-Type", type).build(),
          new Buffer(body.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
