package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.wholetale.recordedrun.api.RecordedRun;

/** fabric8's mock server, which also takes server-side apply: as a merge of what is applied. */
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
    server.destroy();
  }

  private final class Dispatcher extends KubernetesCrudDispatcher {

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      requests.add("POST " + request.getPath());
      return super.handleCreate(request);
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      String type = request.getHeader("Content-Type");
      return type != null && type.startsWith("application/apply-patch+yaml")
          ? super.handlePatch(asMergePatch(request))
          : super.handlePatch(request);
    }

    private static RecordedRequest asMergePatch(RecordedRequest request) {
      Headers headers =
          Headers.builder().add("Content-Type", "application/merge-patch+json").build();
      Buffer body = new Buffer(request.getUtf8Body().getBytes(StandardCharsets.UTF_8));
      return new RecordedRequest(
          request.getHttpVersion(),
          request.method(),
          request.getPath().replaceFirst("\\?.*$", ""),
          headers,
          body);
    }
  }
}
