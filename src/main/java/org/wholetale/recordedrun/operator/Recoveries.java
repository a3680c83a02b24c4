package org.wholetale.recordedrun.operator;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveLocation;

/**
 * Recoveries of archives, a few at a time beside the reconciles, each run's once. A run is
 * reconciled anew when its own has ended. Nothing is kept beyond this process: who comes after it
 * recovers again, which changes nothing where it is done.
 */
final class Recoveries implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Recoveries.class);
  private static final int AT_A_TIME = 2;

  /** While the store is away: more and more slowly, and not for ever, as others wait. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * One that was begun.
   *
   * @param since when it was asked for
   * @param problem why it has not succeeded yet, where it was tried
   */
  record Begun(
      Instant since,
      CompletableFuture<Recovery> recovery,
      AtomicReference<@Nullable String> problem) {

    /** What came of it; empty as long as it goes on. */
    Optional<Recovery> result() {
      return Optional.ofNullable(recovery.getNow(null));
    }
  }

  private final ArchiveRecovery archives;
  private final StoreAccess access;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_A_TIME, Thread.ofPlatform().daemon().name("recovery-", 0).factory());
  private final Map<String, Begun> byUid = new ConcurrentHashMap<>();
  private final SimpleInboundEventSource<RecordedRun> ended =
      new SimpleInboundEventSource<>("recoveries");

  Recoveries(ArchiveRecovery archives, KubernetesClient client, OperatorConfig.Store store) {
    this.archives = archives;
    this.access = new StoreAccess(client, store);
  }

  /** Tells of each run whose recovery has ended. */
  EventSource<Void, RecordedRun> eventSource() {
    return ended;
  }

  /** The recovery of a run's archive, begun now where it was not before. */
  Begun of(RunFacts facts) {
    return byUid.computeIfAbsent(facts.run().getMetadata().getUid(), _ -> begun(facts));
  }

  private Begun begun(RunFacts facts) {
    Begun begun = new Begun(facts.now(), new CompletableFuture<>(), new AtomicReference<>());
    threads.execute(() -> {
      begun.recovery().complete(recovered(facts, begun.problem()));
      ended.propagateEvent(ResourceID.fromResource(facts.run()));
    });
    return begun;
  }

  /** Where a run's archive lies. */
  String archive(RunFacts facts) {
    return RunNames.archive(facts.run(), access.store().location());
  }

  /** The run is gone. */
  void forget(RecordedRun run) {
    byUid.remove(run.getMetadata().getUid());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Recovery recovered(RunFacts facts, AtomicReference<@Nullable String> problem) {
    String uri = archive(facts);
    Recovery recovery;
    try {
      recovery = Failsafe.with(retries(problem)).get(() -> closed(facts, uri));
    } catch (FailsafeException e) {
      recovery = new Recovery.Open(uri, said(e.getCause() == null ? e : e.getCause()));
    } catch (RuntimeException e) { // no credentials that make sense, for one
      recovery = new Recovery.Open(uri, said(e));
    }
    log.atInfo()
        .addKeyValue("namespace", facts.run().getMetadata().getNamespace())
        .addKeyValue("name", facts.run().getMetadata().getName())
        .addKeyValue("archived", recovery.archived().message())
        .log("recovered");
    return recovery;
  }

  private Recovery closed(RunFacts facts, String uri) throws IOException {
    return archives
        .close(
            ArchiveLocation.parse(uri),
            access.environment(facts.run().getMetadata().getNamespace()),
            facts.imageDigest().orElse(null))
        .<Recovery>map(manifest -> Recovery.Closed.by(manifest, uri))
        .orElseGet(() -> new Recovery.Nothing(uri));
  }

  private static RetryPolicy<Object> retries(AtomicReference<@Nullable String> problem) {
    return RetryPolicy.builder()
        .handleIf(failure -> failure instanceof ArchiveException e && e.kind().mayPass())
        .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30))
        .withMaxRetries(-1)
        .withMaxDuration(LONGEST)
        .onFailedAttempt(event -> problem.set(said(event.getLastException())))
        .build();
  }

  private static String said(Throwable problem) {
    return Objects.requireNonNullElse(problem.getMessage(), problem.toString());
  }
}
