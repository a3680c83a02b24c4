package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;

/** Fills in what a schema has defaults for, in objects that are there. */
final class SchemaDefaults {

  private SchemaDefaults() {}

  static void fill(JSONSchemaProps schema, JsonNode value) {
    switch (value) {
      case ObjectNode object -> fillObject(schema, object);
      case ArrayNode array when schema.getItems() != null -> {
        JSONSchemaProps items = schema.getItems().getSchema();
        array.forEach(item -> fill(items, item));
      }
      default -> {}
    }
  }

  private static void fillObject(JSONSchemaProps schema, ObjectNode object) {
    schema
        .getProperties()
        .forEach((name, child) -> {
          JsonNode preset = child.getDefault();
          if (preset != null && !object.hasNonNull(name)) {
            object.set(name, preset.deepCopy());
          }
          JsonNode present = object.get(name);
          if (present != null) {
            fill(child, present);
          }
        });
  }
}
