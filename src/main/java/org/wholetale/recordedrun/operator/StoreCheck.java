package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;

/**
 * Finds out whether the object store takes what a namespace's recorders will bring, with the keys
 * that they will have. A store may take long to answer, or never do: nobody waits for it here, and
 * all runs of a namespace share one answer for a while.
 */
final class StoreCheck {

  private static final Logger log = LoggerFactory.getLogger(StoreCheck.class);

  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final Duration BAD_FOR = Duration.ofSeconds(5);

  private final StoreAccess access;
  private final String secret;
  private final Clock clock;
  private final Map<Door, Asked> asked = new ConcurrentHashMap<>();

  private StoreCheck(StoreAccess access, String secret, Clock clock) {
    this.access = access;
    this.secret = secret;
    this.clock = clock;
  }

  /** Empty where the store is a folder of each node, or the operator is told to leave it alone. */
  static Optional<StoreCheck> of(KubernetesClient client, OperatorConfig.Store store, Clock clock) {
    return store.checked() && ArchiveLocation.parse(store.location()).isS3()
        ? Optional.ofNullable(store.credentialsSecret())
            .map(secret -> new StoreCheck(new StoreAccess(client, store), secret, clock))
        : Optional.empty();
  }

  /**
   * What keeps the store from taking archives; completes later where it has to be asked, and never
   * with an exception. Nothing is asked where the keys were not seen: their absence is a problem of
   * its own.
   */
  CompletableFuture<Optional<Problem>> ask(String namespace, Map<NamedObject, Sighting> seen) {
    return seen.get(Needs.storeSecret(secret)) instanceof Sighting.Present keys
            && keys.keys().containsAll(StoreAccess.KEYS)
        ? ask(new Door(namespace, keys.version()))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletableFuture<Optional<Problem>> ask(Door door) {
    Instant now = clock.instant();
    asked.values().removeIf(before -> before.isStaleAt(now));
    return asked.computeIfAbsent(door, this::asked).answer();
  }

  private Asked asked(Door door) {
    CompletableFuture<Optional<Problem>> answer = askedOf(door);
    return new Asked(answer, answer.thenApply(_ -> clock.instant()));
  }

  private CompletableFuture<Optional<Problem>> askedOf(Door door) {
    return CompletableFuture.supplyAsync(
            () -> problem(door.namespace()),
            task -> Thread.ofVirtual().name("store-check").start(task))
        .exceptionally(e -> {
          log.atWarn()
              .addKeyValue("namespace", door.namespace())
              .addKeyValue("problem", e.getMessage())
              .log("store not checked");
          return Optional.empty();
        });
  }

  private Optional<Problem> problem(String namespace) {
    try (ArchiveStore opened =
        ArchiveStores.open(
            ArchiveLocation.parse(access.store().location()).resolve(namespace),
            environment(namespace))) {
      opened.check();
      return Optional.empty();
    } catch (ArchiveException e) {
      return Optional.of(
          problem(e.kind().mayPass() ? Reason.StoreUnreachable : Reason.StoreDenied, namespace, e));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(problem(Reason.StoreDenied, namespace, e));
    }
  }

  private Problem problem(Reason reason, String namespace, Exception e) {
    return new Problem(
        reason,
        "the operator's store, with the keys of the Secret %s in namespace %s: %s; then the run starts by itself"
            .formatted(secret, namespace, e.getMessage()));
  }

  /** That they cannot be read now is not the store's fault. */
  private Map<String, String> environment(String namespace) {
    try {
      return access.environment(namespace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A way into the store.
   *
   * @param version of the Secret with the keys: with others the answer may be another
   */
  private record Door(String namespace, String version) {}

  /**
   * @param at when the answer came, which may be long after the question
   */
  private record Asked(CompletableFuture<Optional<Problem>> answer, CompletableFuture<Instant> at) {

    boolean isStaleAt(Instant now) {
      return at.isDone()
          && !now.isBefore(at.join().plus(answer.join().isEmpty() ? GOOD_FOR : BAD_FOR));
    }
  }
}
