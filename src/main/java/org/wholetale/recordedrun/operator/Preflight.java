package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Looks, before there is a pod, whether all is there that it needs. Whatever is missing is told at
 * once, instead of by the kubelet, one after another, from a pod that waits on its node.
 *
 * @param store empty where it is not asked
 * @param wake has a run looked at again
 */
record Preflight(
    OperatorConfig config,
    NamespaceObjects objects,
    Optional<StoreCheck> store,
    Consumer<ResourceID> wake)
    implements Step {

  /** Longer than the store's client tries; by then the run has been woken. */
  private static final Duration STORE_PATIENCE = Duration.ofMinutes(1);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    if (!facts.awaitsPod()) {
      return Progress.proceed(facts);
    }
    String namespace = facts.run().getMetadata().getNamespace();
    List<Need> needs = Needs.of(facts.spec(), config);
    Map<NamedObject, Sighting> seen =
        objects.look(namespace, needs.stream().map(Need::object).toList());
    CompletableFuture<Optional<Problem>> answer =
        store
            .map(check -> check.ask(namespace, seen))
            .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    if (!answer.isDone()) {
      ResourceID id = ResourceID.fromResource(facts.run());
      var _ = answer.thenRun(() -> wake.accept(id));
      return Progress.waitFor(STORE_PATIENCE);
    }
    return Progress.proceed(
        Refusal.of(Stream.concat(unmet(namespace, needs, seen), answer.join().stream()).toList())
            .map(facts::withRefusal)
            .orElse(facts));
  }

  private static Stream<Problem> unmet(
      String namespace, List<Need> needs, Map<NamedObject, Sighting> seen) {
    return needs.stream()
        .flatMap(need ->
            need.unmet(namespace, Objects.requireNonNull(seen.get(need.object()))).stream());
  }
}
