package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Single objects, lists, and the tables that kubectl shows of custom resources. */
final class ObjectReader {

  private final ObjectStore store;
  private final Map<ResourceType, Table> tables;

  ObjectReader(ObjectStore store, Map<ResourceType, Table> tables) {
    this.store = store;
    this.tables = tables;
  }

  ObjectNode read(Target target, ApiRequest request) {
    List<JsonNode> found =
        matching(watch(target, request)).stream().<JsonNode>map(Map.Entry::getValue).toList();
    if (target.name() != null && found.isEmpty()) {
      throw ApiFailure.notFound(target.type(), target.name());
    }
    Table table = tables.get(target.type());
    if (table != null && Table.isWanted(request)) {
      return table.of(found, version());
    }
    return target.name() != null ? (ObjectNode) found.getFirst() : list(target.type(), found);
  }

  /** All that the request selects, with the keys they lie under. */
  List<Map.Entry<ObjectStore.Key, ObjectNode>> matching(Watch wanted) {
    return store.all().stream()
        .filter(entry -> wanted.wants(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** What the request's path and selectors ask for. */
  static Watch watch(Target target, ApiRequest request) {
    Predicate<JsonNode> selector =
        Selector.labels(request.parameter("labelSelector"))
            .and(Selector.fields(request.parameter("fieldSelector")));
    if (target.name() != null) {
      selector = selector.and(Selector.fields("metadata.name=" + target.name()));
    }
    return new Watch(target.type(), target.namespace(), selector);
  }

  private ObjectNode list(ResourceType type, List<JsonNode> objects) {
    ObjectNode list =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", type.apiVersion())
            .put("kind", type.kind() + "List");
    list.putObject("metadata").put("resourceVersion", version());
    ArrayNode items = list.putArray("items");
    objects.forEach(items::add);
    return list;
  }

  private String version() {
    return Long.toString(store.version());
  }
}
