package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Deleting: finalizers hold an object, and what an object owned goes with it. No kubelet has to
 * agree: a pod without finalizers is gone at once.
 */
final class ObjectRemover {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final ObjectStore store;
  private final Clock clock;

  ObjectRemover(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Deletes, or marks for deletion what finalizers hold.
   *
   * @param asked the seconds of grace that the request gives; null where it leaves them to the pod
   * @return the object as it is now, or was at last
   */
  ObjectNode delete(ObjectStore.Key key, ObjectNode current, @Nullable Long asked) {
    if (Metadata.finalizers(current).isEmpty()) {
      return remove(key, current);
    }
    Duration grace = grace(key, current, asked);
    if (Metadata.isDeleted(current) && !isShorter(grace, current)) {
      return current;
    }
    ObjectNode marked = current.deepCopy();
    Metadata.markDeleted(marked, grace, clock);
    return store.put(key, marked);
  }

  /** Removes for good, and then what it alone owned. */
  ObjectNode remove(ObjectStore.Key key, ObjectNode last) {
    ObjectNode removed = store.remove(key, last);
    String uid = ObjectStore.uid(last);
    for (Map.Entry<ObjectStore.Key, ObjectNode> dependent : store.all()) {
      if (isOrphanOf(dependent.getValue(), uid)) {
        ObjectNode present = store.find(dependent.getKey());
        if (present != null) {
          delete(dependent.getKey(), present, null);
        }
      }
    }
    return removed;
  }

  /** Refuses what was meant for another object of the same name, or for an older version. */
  static void checkPreconditions(ObjectStore.Key key, ObjectNode current, JsonNode preconditions) {
    for (String field : List.of("uid", "resourceVersion")) {
      JsonNode wanted = preconditions.path(field);
      if (wanted.isTextual() && !wanted.equals(Metadata.of(current).get(field))) {
        throw ApiFailure.conflict(
            key.type(),
            key.name(),
            "Precondition failed: the object's %s is %s, not %s"
                .formatted(field, Metadata.of(current).get(field), wanted));
      }
    }
  }

  private boolean isOrphanOf(JsonNode object, String uid) {
    Set<String> owners =
        StreamSupport.stream(object.path("metadata").path("ownerReferences").spliterator(), false)
            .map(owner -> owner.path("uid").asText())
            .collect(Collectors.toSet());
    return owners.contains(uid)
        && store.all().stream().noneMatch(e -> owners.contains(ObjectStore.uid(e.getValue())));
  }

  /** A pod has its time to end, unless it runs nowhere or has ended; all else needs none. */
  private static Duration grace(ObjectStore.Key key, JsonNode object, @Nullable Long asked) {
    if (!key.type().kind().equals("Pod")
        || object.path("spec").path("nodeName").asText().isEmpty()
        || ENDED.contains(object.path("status").path("phase").asText())) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(
        asked != null
            ? asked
            : object.path("spec").path("terminationGracePeriodSeconds").asLong(30));
  }

  private static boolean isShorter(Duration grace, JsonNode object) {
    long present = object.path("metadata").path("deletionGracePeriodSeconds").asLong();
    return grace.toSeconds() < present;
  }
}
