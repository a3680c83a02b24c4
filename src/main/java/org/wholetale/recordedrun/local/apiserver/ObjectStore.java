package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects, their versions, and what happened to them lately. Objects in it are never changed in
 * place. Not thread-safe: the dispatcher lets one in at a time.
 */
final class ObjectStore {

  /** How many changes a watch may have missed before it has to list again. */
  private static final int REMEMBERED = 4096;

  /**
   * Where an object lies.
   *
   * @param namespace empty for a cluster's own
   */
  record Key(ResourceType type, String namespace, String name) {}

  /**
   * A change of one object.
   *
   * @param before null where the object is new
   * @param after null where it is gone
   */
  record Change(long version, Key key, @Nullable ObjectNode before, @Nullable ObjectNode after) {}

  private final Map<Key, ObjectNode> objects = new LinkedHashMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new ArrayList<>();
  private long version;

  long version() {
    return version;
  }

  @Nullable ObjectNode find(Key key) {
    return objects.get(key);
  }

  Collection<Map.Entry<Key, ObjectNode>> all() {
    return List.copyOf(objects.entrySet());
  }

  /** Stores the object under a new version; what was stored. */
  ObjectNode put(Key key, ObjectNode object) {
    ObjectNode stored = versioned(object);
    ObjectNode before = objects.put(key, stored);
    tell(new Change(version, key, before, stored));
    return stored;
  }

  /** Removes the object; what it was, under a new version. */
  ObjectNode remove(Key key, ObjectNode last) {
    ObjectNode removed = versioned(last);
    objects.remove(key);
    tell(new Change(version, key, removed, null));
    return removed;
  }

  /** The changes after a version; null where they are not all remembered any more. */
  @Nullable List<Change> since(long since) {
    if (since < version - changes.size()) {
      return null;
    }
    return changes.stream().filter(change -> change.version() > since).toList();
  }

  void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  void leave(Consumer<Change> listener) {
    listeners.remove(listener);
  }

  private ObjectNode versioned(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    version++;
    Metadata.of(copy).put("resourceVersion", Long.toString(version));
    return copy;
  }

  private void tell(Change change) {
    changes.addLast(change);
    if (changes.size() > REMEMBERED) {
      changes.removeFirst();
    }
    List.copyOf(listeners).forEach(listener -> listener.accept(change));
  }

  static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }
}
