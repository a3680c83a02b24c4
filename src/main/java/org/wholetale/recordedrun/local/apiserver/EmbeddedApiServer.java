package org.wholetale.recordedrun.local.apiserver;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server on the loopback interface, without authentication, that knows {@code RecordedRun}
 * and what a pod needs around it. Its objects live as long as it does.
 */
public final class EmbeddedApiServer implements AutoCloseable {

  private static final String CRD = "/crds/recordedruns.wholetale.org.yaml";

  /** Held, since the level of a logger that nobody holds is forgotten: it reports every request. */
  private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server;
  private final String url;
  private final KubernetesClient client;

  private EmbeddedApiServer(MockWebServer server) {
    this.server = server;
    this.url = "http://127.0.0.1:" + server.getPort();
    this.client = new KubernetesClientBuilder().withConfig(config()).build();
  }

  /** Starts a server on a free port. */
  public static EmbeddedApiServer start() {
    return start(0);
  }

  /** Starts a server on that port of the loopback interface; 0 takes a free one. */
  public static EmbeddedApiServer start(int port) {
    return start(port, Clock.systemUTC());
  }

  /** The same, in which it is as late as the clock says. */
  public static EmbeddedApiServer start(int port, Clock clock) {
    REQUESTS.setLevel(Level.WARNING);
    CustomResourceDefinition crd = definition();
    MockWebServer server = new MockWebServer();
    server.setHttp2ClearTextEnabled(false);
    server.setDispatcher(
        new Unrecorded(server, new ApiDispatcher(List.of(CustomResource.of(crd)), clock)));
    listen(server, port);
    EmbeddedApiServer started = new EmbeddedApiServer(server);
    started.client.resource(crd).create();
    started.client.resource(namespace("default")).create();
    return started;
  }

  private static void listen(MockWebServer server, int port) {
    try {
      server.start(InetAddress.getLoopbackAddress(), port);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "cannot listen on 127.0.0.1:" + port + "; stop what listens there or choose another port",
          e);
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:8001}. */
  public String url() {
    return url;
  }

  /** A client of it, in the namespace {@code default}; closed with the server. */
  public KubernetesClient client() {
    return client;
  }

  /** How to reach it, for those who need a client of their own, as an operator that closes it. */
  public Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url)
        .withNamespace("default")
        .withHttp2Disable(true)
        .build();
  }

  /** Writes a kubeconfig with which kubectl and others reach it. */
  public void writeKubeconfig(Path file) {
    String kubeconfig =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: local, cluster: {server: "%s"}}]
        users: [{name: local, user: {}}]
        contexts: [{name: local, context: {cluster: local, user: local, namespace: default}}]
        current-context: local
        """
            .formatted(url);
    try {
      Files.writeString(file, kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the kubeconfig " + file + "; name a file in a folder that exists", e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.shutdown();
  }

  private static CustomResourceDefinition definition() {
    try (InputStream crd = EmbeddedApiServer.class.getResourceAsStream(CRD)) {
      if (crd == null) {
        throw new IllegalStateException(
            "the CRD is missing from the class path at " + CRD + "; build with mvn package");
      }
      return Serialization.unmarshal(crd, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the CRD from the class path", e);
    }
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  /** The server is made for tests and remembers every request; this one runs for days. */
  private static final class Unrecorded extends Dispatcher {
    private final MockWebServer server;
    private final Dispatcher dispatcher;

    Unrecorded(MockWebServer server, Dispatcher dispatcher) {
      this.server = server;
      this.dispatcher = dispatcher;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      server.reset();
      return dispatcher.dispatch(request);
    }
  }
}
