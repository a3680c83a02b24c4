package org.wholetale.recordedrun.runs;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves the runs page: the page itself, and what it shows of runs.
 *
 * @see "docs/runs-page.md"
 */
public final class RunsPage implements AutoCloseable {

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final RunBoard board = new RunBoard();
  private @Nullable RunWatch watch;

  /**
   * Takes the port; nothing is served before {@link #start}.
   *
   * @param client remains the caller's to close
   * @param namespaces whose runs there are; empty for all
   * @throws UncheckedIOException where the port is taken
   */
  public RunsPage(
      RunsPageConfig config,
      KubernetesClient client,
      Set<String> namespaces,
      RunArchives archives,
      Clock clock) {
    this(
        config,
        client,
        namespaces,
        archives,
        new RememberedReviews(new ApiAccessReviews(client), clock));
  }

  /**
   * @param reviews whom they let in, where visitors show tokens
   */
  RunsPage(
      RunsPageConfig config,
      KubernetesClient client,
      Set<String> namespaces,
      RunArchives archives,
      AccessReviews reviews) {
    this.client = client;
    this.namespaces = namespaces;
    this.server = bound(config);
    Gate gate =
        switch (config.visitors()) {
          case WITH_TOKEN -> new TokenGate(reviews);
          case ON_THIS_MACHINE -> new LoopbackGate(this::port);
        };
    server.setExecutor(threads);
    server.createContext("/", new RunsHttp(gate, board, new RunsApi(board, client, archives)));
  }

  /** Serves from now on, all runs that there are. */
  public void start() {
    watch = new RunWatch(client, namespaces, board);
    server.start();
  }

  /** The port at which it is served. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    if (watch != null) {
      watch.close();
    }
  }

  private static HttpServer bound(RunsPageConfig config) {
    InetSocketAddress address =
        switch (config.visitors()) {
          case WITH_TOKEN -> new InetSocketAddress(config.port());
          case ON_THIS_MACHINE ->
              new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
        };
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve the runs page on port %d: choose another with --runs-page-port"
              .formatted(config.port()),
          e);
    }
  }
}
