package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.StoredFile;
import org.wholetale.recordedrun.archive.VerificationProblem;
import org.wholetale.recordedrun.e2e.ArchivedRun;

/**
 * A run in the cluster.
 *
 * @param created as it was created
 * @param archives below which the archives of all runs lie
 */
record ClusterRun(KubernetesClient client, RecordedRun created, ArchiveLocation archives) {

  String name() {
    return created.getMetadata().getName();
  }

  String namespace() {
    return created.getMetadata().getNamespace();
  }

  /** The resource, as long as it is there. */
  Resource<RecordedRun> resource() {
    return client.resources(RecordedRun.class).inNamespace(namespace()).withName(name());
  }

  /** What its status says, where there is one. */
  Optional<RecordedRunStatus> status() {
    return Optional.ofNullable(resource().get()).map(RecordedRun::getStatus);
  }

  /** Waits for that phase; fails where the run ends in another. */
  RecordedRunStatus await(RunStatus phase) {
    return eventually()
        .alias(name() + " is " + phase)
        .failFast(
            "%s has ended".formatted(name()),
            () ->
                status()
                    .map(RecordedRunStatus::phase)
                    .filter(p -> p != phase)
                    .filter(RunStatus::isTerminal)
                    .isPresent())
        .until(() -> status().filter(status -> status.phase() == phase), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until its status gives that reason; fails where the run ends with another. */
  RecordedRunStatus await(Reason reason, Duration patience) {
    return eventually()
        .atMost(patience)
        .alias("%s is %s".formatted(name(), reason))
        .failFast(() -> {
          if (hasEnded() && !says(reason)) {
            throw new AssertionError(status());
          }
        })
        .until(this::status, status -> status.isPresent() && says(reason))
        .orElseThrow();
  }

  /** Waits until it has ended, in whatever way. */
  RecordedRunStatus awaitEnd(Duration patience) {
    eventually().atMost(patience).alias(name() + " has ended").until(this::hasEnded);
    return status().orElseThrow();
  }

  private boolean says(Reason reason) {
    return status().map(RecordedRunStatus::reason).filter(reason.name()::equals).isPresent();
  }

  private boolean hasEnded() {
    return status().map(RecordedRunStatus::phase).filter(RunStatus::isTerminal).isPresent();
  }

  /** Cancels it as a user would. */
  void cancel() {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"cancel\": true}}");
  }

  /** Waits until the tale runs, and some of its trace is in the archive already. */
  void awaitSegment() {
    await(RunStatus.RUNNING);
    eventually().alias(name() + " has a segment").until(() -> !segments().isEmpty());
  }

  /** The segments of events that are in the archive, by their paths. */
  List<String> segments() throws IOException {
    try (ArchiveStore store = store()) {
      return store.list().stream()
          .map(StoredFile::path)
          .filter(path -> path.startsWith("events/"))
          .toList();
    }
  }

  /** Whether that file is in the archive. */
  boolean has(String file) throws IOException {
    try (ArchiveStore store = store();
        InputStream _ = store.read(file)) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The pods that belong to it. */
  List<Pod> pods() {
    return client
        .pods()
        .inNamespace(namespace())
        .withLabel(Labels.RECORDED_RUN, name())
        .list()
        .getItems();
  }

  Pod pod() {
    return pods().getFirst();
  }

  /** The status of one of its pod's containers. */
  ContainerStatus container(String name) {
    return Stream.of(pod().getStatus())
        .flatMap(status ->
            Stream.concat(
                status.getContainerStatuses().stream(), status.getInitContainerStatuses().stream()))
        .filter(status -> status.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What Kubernetes' events tell of it, by their reasons. */
  List<String> events() {
    return client
        .v1()
        .events()
        .inNamespace(namespace())
        .withField("involvedObject.uid", created.getMetadata().getUid())
        .list()
        .getItems()
        .stream()
        .map(Event::getReason)
        .toList();
  }

  /** Some runs have failed before their pod has ended, whose recorder still archives. */
  void awaitPodsEnd() {
    eventually()
        .alias("the pod of " + name() + " has ended")
        .until(() ->
            pods().stream()
                .allMatch(
                    pod -> Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase())));
  }

  /**
   * How much of it is in the store.
   *
   * @throws AssertionError where there is a manifest, but not what it says
   */
  Promise.Archive archive() throws IOException {
    if (!has(Manifest.FILE_NAME)) {
      return segments().isEmpty() ? Promise.Archive.NONE : Promise.Archive.SEGMENTS;
    }
    ArchivedRun archived = archived();
    boolean recovered = archived.manifest().recovery() != null;
    assertThat(archived.verification().problems())
        .as(name())
        .filteredOn(problem -> !recovered || problem.kind() != VerificationProblem.Kind.UNLISTED)
        .isEmpty();
    return recovered ? Promise.Archive.RECOVERED : Promise.Archive.WHOLE;
  }

  ArchivedRun archived() throws IOException {
    try (ArchiveStore store = store()) {
      return ArchivedRun.read(store);
    }
  }

  /** The store at its archive, where the resource need not be there any more. */
  ArchiveStore store() {
    String prefix = created.getSpec().archiveOrDefault().prefix();
    String path =
        Stream.of(namespace(), prefix, name(), created.getMetadata().getUid())
            .filter(Objects::nonNull)
            .reduce("%s/%s"::formatted)
            .orElseThrow();
    return ArchiveStores.open(archives.resolve(path), System.getenv());
  }

  /** Deletes it as a user would, and waits until it is gone. */
  void delete() {
    resource().delete();
    awaitDeleted();
  }

  void awaitDeleted() {
    eventually().alias(name() + " is gone").until(() -> resource().get() == null);
  }
}
