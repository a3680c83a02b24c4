package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code kubectl get} shows of custom resources: the printer columns of their CRD. */
record Table(List<CustomResourceColumnDefinition> columns, Clock clock) {

  /** One step of the JSON paths in use: a name, or the item of a list where a field is a value. */
  private static final Pattern STEP =
      Pattern.compile("\\.(?<name>\\w+)(\\[\\?\\(@\\.(?<key>\\w+)==\"(?<value>[^\"]*)\"\\)])?");

  /** Whether the client asks for a table. */
  static boolean isWanted(ApiRequest request) {
    return request.accept().contains("as=Table") && !request.flag("watch");
  }

  ObjectNode of(List<JsonNode> objects, String resourceVersion) {
    ObjectNode table =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "meta.k8s.io/v1")
            .put("kind", "Table");
    table.putObject("metadata").put("resourceVersion", resourceVersion);
    ArrayNode definitions = table.putArray("columnDefinitions");
    define(definitions, "Name", "string", 0).put("format", "name");
    columns.forEach(c -> define(definitions, c.getName(), shown(c), c.getPriority()));
    ArrayNode rows = table.putArray("rows");
    for (JsonNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells").add(object.path("metadata").get("name"));
      columns.forEach(column -> cells.add(cell(column, object)));
      row.set("object", partial(object));
    }
    return table;
  }

  private static ObjectNode define(ArrayNode definitions, String name, String type, int priority) {
    return definitions
        .addObject()
        .put("name", name)
        .put("type", type)
        .put("format", "")
        .put("description", "")
        .put("priority", priority);
  }

  private static String shown(CustomResourceColumnDefinition column) {
    return column.getType().equals("date") ? "string" : column.getType();
  }

  private JsonNode cell(CustomResourceColumnDefinition column, JsonNode object) {
    JsonNode value = find(column.getJsonPath(), object);
    if (column.getType().equals("date") && value.isTextual()) {
      return JsonNodeFactory.instance.textNode(age(value.textValue()));
    }
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  private String age(String timestamp) {
    Duration age = Duration.between(Instant.parse(timestamp), clock.instant());
    if (age.toDays() > 1) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 1) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + "m" : age.toSeconds() + "s";
  }

  private static JsonNode find(String path, JsonNode object) {
    JsonNode found = object;
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      found = found.path(step.group("name"));
      if (step.group("key") != null) {
        found = item(found, step.group("key"), step.group("value"));
      }
    }
    return found;
  }

  private static JsonNode item(JsonNode list, String key, String value) {
    for (JsonNode item : list) {
      if (item.path(key).asText().equals(value)) {
        return item;
      }
    }
    return list.path("");
  }

  private static ObjectNode partial(JsonNode object) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("apiVersion", "meta.k8s.io/v1")
        .put("kind", "PartialObjectMetadata")
        .set("metadata", object.path("metadata"));
  }
}
