package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to hear of.
 *
 * @param namespace empty for all of them
 */
record Watch(ResourceType type, String namespace, Predicate<JsonNode> selector) {

  /** Whether the object under that key is wanted. */
  boolean wants(ObjectStore.Key key, JsonNode object) {
    return key.type().equals(type)
        && (namespace.isEmpty() || namespace.equals(key.namespace()))
        && selector.test(object);
  }

  /**
   * What happened so far, as events.
   *
   * @param since the version that the client has seen; null where it wants what is there
   */
  List<ObjectNode> start(ObjectStore store, @Nullable Long since) {
    List<ObjectNode> events = new ArrayList<>();
    if (since == null) {
      store.all().stream()
          .filter(entry -> wants(entry.getKey(), entry.getValue()))
          .forEach(entry -> events.add(event("ADDED", entry.getValue())));
      return events;
    }
    List<ObjectStore.Change> changes = store.since(since);
    if (changes == null) {
      events.add(expired(since));
      return events;
    }
    for (ObjectStore.Change change : changes) {
      ObjectNode event = event(change);
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  /** The change as this watch sees it: an object that no longer matches is gone from its view. */
  @Nullable ObjectNode event(ObjectStore.Change change) {
    ObjectNode before = change.before();
    ObjectNode after = change.after();
    boolean had = before != null && wants(change.key(), before);
    if (after != null && wants(change.key(), after)) {
      return event(had ? "MODIFIED" : "ADDED", after);
    }
    return had ? event("DELETED", after == null ? before : after) : null;
  }

  private static ObjectNode event(String type, @Nullable JsonNode object) {
    return JsonNodeFactory.instance.objectNode().put("type", type).set("object", object);
  }

  private static ObjectNode expired(long since) {
    ObjectNode status =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "v1")
            .put("kind", "Status")
            .put("status", "Failure")
            .put("code", 410)
            .put("reason", "Expired")
            .put("message", "too old resource version: " + since + "; list again");
    return event("ERROR", status);
  }
}
