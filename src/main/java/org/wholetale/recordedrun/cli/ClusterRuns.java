package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.archive.Sha256;

/** The runs of one namespace of a cluster, for whoever calls them by name. */
final class ClusterRuns implements AutoCloseable {

  private static final String TALE = "tale";
  private static final long FOREVER = -1;

  private final KubernetesClient client;

  ClusterRuns(Config config) {
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Their names, sorted. */
  List<String> names() throws IOException {
    return asked(() ->
            client
                .resources(RecordedRun.class)
                .inNamespace(client.getNamespace())
                .list()
                .getItems())
        .stream()
        .map(run -> run.getMetadata().getName())
        .sorted()
        .toList();
  }

  /**
   * A run as it is now.
   *
   * @throws IOException where there is none of that name
   */
  RecordedRun get(String name) throws IOException {
    RecordedRun run = asked(() -> resource(name).get());
    if (run == null) {
      throw noSuchRun(name);
    }
    return run;
  }

  /**
   * Where a run's archive lies; while it goes on only its pod says so.
   *
   * @throws IOException where nothing of it was archived yet
   */
  NamedArchive archiveOf(RecordedRun run) throws IOException {
    TraceSummary trace = run.getStatus() == null ? null : run.getStatus().trace();
    if (trace != null && trace.uri() != null) {
      return new NamedArchive(
          trace.uri(),
          trace.manifestSha256() == null ? null : Sha256.parse(trace.manifestSha256()));
    }
    return requested(run)
        .map(location -> new NamedArchive(location, null))
        .orElseThrow(() ->
            new IOException(
                "the run %s has no archive%s".formatted(run.getMetadata().getName(), said(run))));
  }

  /** Asks a run to stop. */
  void cancel(String name) throws IOException {
    asked(() ->
        resource(name)
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}"));
  }

  /** Waits until a run has ended. */
  RecordedRun awaitEnd(String name) throws IOException {
    return await(name, ClusterRuns::hasEnded);
  }

  /** Waits until a run's tale runs, or the run has ended without that. */
  RecordedRun awaitStart(String name) throws IOException {
    return await(name, run -> hasStarted(run) || hasEnded(run));
  }

  static boolean hasEnded(RecordedRun run) {
    return run.getStatus() != null && run.getStatus().phase().isTerminal();
  }

  static boolean hasStarted(RecordedRun run) {
    return run.getStatus() != null
        && run.getStatus().startTime() != null
        && run.getStatus().podName() != null;
  }

  /** What its status says, to be put behind a sentence about a run; empty where it has none. */
  static String said(RecordedRun run) {
    RecordedRunStatus status = run.getStatus();
    return status == null
        ? ": the operator has not seen it yet"
        : Stream.of(status.phase().name(), status.reason(), status.message())
            .filter(word -> word != null)
            .reduce("", (before, word) -> before + (before.isEmpty() ? ": " : ", ") + word);
  }

  /** Prints what the tale has printed so far, as its node keeps it: both streams in one. */
  void printLog(RecordedRun run, OutputStream out) throws IOException {
    try (InputStream log = asked(() -> tale(run).getLogInputStream())) {
      if (log == null) {
        throw new IOException(
            "the pod of the run %s is gone: its output will be in its archive"
                .formatted(run.getMetadata().getName()));
      }
      log.transferTo(out);
    }
    out.flush();
  }

  /** The same, and all that comes until the tale's end. */
  void followLog(RecordedRun run, OutputStream out) throws IOException {
    try (LogWatch log = asked(() -> tale(run).watchLog(out))) {
      Throwable broken = log.onClose().toCompletableFuture().join();
      if (broken != null) {
        throw new IOException(
            "the log of the run %s broke off (%s): follow it again, or read it from the archive"
                .formatted(run.getMetadata().getName(), broken.getMessage()),
            broken);
      }
    }
    out.flush();
  }

  @Override
  public void close() {
    client.close();
  }

  private Resource<RecordedRun> resource(String name) {
    return client.resources(RecordedRun.class).inNamespace(client.getNamespace()).withName(name);
  }

  private ContainerResource tale(RecordedRun run) {
    return client
        .pods()
        .inNamespace(run.getMetadata().getNamespace())
        .withName(run.getStatus().podName())
        .inContainer(TALE);
  }

  private RecordedRun await(String name, Predicate<RecordedRun> condition) throws IOException {
    RecordedRun run =
        asked(() ->
            resource(name)
                .waitUntilCondition(
                    now -> now == null || condition.test(now), FOREVER, TimeUnit.SECONDS));
    if (run == null) {
      throw noSuchRun(name);
    }
    return run;
  }

  /** The archive that its recorder was asked for; empty where the run has no pod. */
  private Optional<String> requested(RecordedRun run) throws IOException {
    Optional<String> request =
        pod(run).stream()
            .flatMap(pod -> pod.getSpec().getInitContainers().stream())
            .flatMap(container -> container.getEnv().stream())
            .filter(variable -> variable.getName().equals(RecordingRequest.VARIABLE))
            .map(EnvVar::getValue)
            .findFirst();
    return request.isPresent() ? Optional.of(archive(request.get())) : Optional.empty();
  }

  private Optional<Pod> pod(RecordedRun run) throws IOException {
    String name = run.getStatus() == null ? null : run.getStatus().podName();
    return name == null
        ? Optional.empty()
        : Optional.ofNullable(
            asked(() ->
                client.pods().inNamespace(run.getMetadata().getNamespace()).withName(name).get()));
  }

  /** One field of it: the operator may be newer, and its request have more. */
  private static String archive(String request) throws IOException {
    return new ObjectMapper()
        .readTree(request)
        .path("archive")
        .asText()
        .replace("$$", "$"); // as Kubernetes has it in a variable
  }

  private IOException noSuchRun(String name) {
    return new IOException(
        ("there is no run %s in the namespace %s, and no folder of that name here: kubectl get"
                + " recordedruns -A shows all runs")
            .formatted(name, client.getNamespace()));
  }

  private <T extends @Nullable Object> T asked(Supplier<T> question) throws IOException {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      throw new IOException(
          e.getStatus() == null
              ? ("the cluster at %s gives no answer (%s): look whether it is up, and whether"
                      + " --context, --kubeconfig or $KUBECONFIG name the one that you mean")
                  .formatted(client.getMasterUrl(), rootOf(e).getMessage())
              : "the cluster at %s refuses that: %s"
                  .formatted(
                      client.getMasterUrl(),
                      e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage()),
          e);
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
