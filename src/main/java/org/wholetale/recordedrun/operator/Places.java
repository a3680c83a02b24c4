package org.wholetale.recordedrun.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * The places for pods in each namespace. Which are taken is seen from the pods, and so known after
 * a restart too; kept here is what the caches may not show yet. One run at a time takes or leaves a
 * place, and those whose turn comes by that are woken.
 */
final class Places {

  private final int most;
  private final Consumer<ResourceID> wake;
  private final Map<String, Namespace> namespaces = new HashMap<>();

  /**
   * @param most how many runs of a namespace may have a pod at once; 0 for any number
   * @param wake has a run looked at again
   */
  Places(int most, Consumer<ResourceID> wake) {
    this.most = most;
    this.wake = wake;
  }

  int most() {
    return most;
  }

  /** Whether the run may have a pod now; where not, it is woken when its turn has come. */
  synchronized boolean take(RecordedRun run, Neighbours neighbours) {
    if (most == 0) {
      return true;
    }
    Namespace namespace = namespaceOf(run);
    String uid = run.getMetadata().getUid();
    if (namespace.given.contains(uid) || queue(namespace, neighbours).isTurnOf(run)) {
      namespace.given.add(uid);
      return true;
    }
    namespace.sentAway.add(ResourceID.fromResource(run));
    return false;
  }

  /** The run has no live pod, and will have none before it takes a place again. */
  synchronized void leave(RecordedRun run, Neighbours neighbours) {
    if (most == 0) {
      return;
    }
    Namespace namespace = namespaceOf(run);
    namespace.given.remove(run.getMetadata().getUid());
    namespace.sentAway.remove(ResourceID.fromResource(run));
    if (!namespace.sentAway.isEmpty()) {
      queue(namespace, neighbours).next().stream()
          .map(ResourceID::fromResource)
          .filter(namespace.sentAway::remove)
          .forEach(wake);
    }
  }

  private Namespace namespaceOf(RecordedRun run) {
    return namespaces.computeIfAbsent(run.getMetadata().getNamespace(), _ -> new Namespace());
  }

  private Queue queue(Namespace namespace, Neighbours neighbours) {
    Set<String> holders =
        Stream.concat(namespace.given.stream(), neighbours.holders()).collect(Collectors.toSet());
    return Queue.of(most, neighbours.runs().toList(), holders);
  }

  /**
   * @param given the UIDs of runs that have taken a place and not left it
   * @param sentAway runs whose turn it was not
   */
  private record Namespace(Set<String> given, Set<ResourceID> sentAway) {

    Namespace() {
      this(new HashSet<>(), new HashSet<>());
    }
  }

  /** The runs of a namespace, as they are seen at the moment of asking. */
  interface Neighbours {

    Stream<RecordedRun> runs();

    /** The UIDs of those with a pod that has not ended. */
    Stream<String> holders();
  }
}
