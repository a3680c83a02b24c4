package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes out of an object what its schema does not know. */
final class UnknownFields {

  private static final Set<String> OF_EVERY_RESOURCE = Set.of("apiVersion", "kind", "metadata");

  private UnknownFields() {}

  /** Prunes the resource; what was taken out, as paths. */
  static List<String> prune(JSONSchemaProps root, ObjectNode resource) {
    List<String> unknown = new ArrayList<>();
    for (String name : names(resource)) {
      if (!OF_EVERY_RESOURCE.contains(name)) {
        pruneField(root, resource, name, name, unknown);
      }
    }
    return unknown;
  }

  private static void prune(
      JSONSchemaProps schema, JsonNode value, String path, List<String> unknown) {
    switch (value) {
      case ObjectNode object -> {
        for (String name : names(object)) {
          pruneField(schema, object, name, path + "." + name, unknown);
        }
      }
      case ArrayNode array when schema.getItems() != null -> {
        JSONSchemaProps items = schema.getItems().getSchema();
        for (int i = 0; i < array.size(); i++) {
          prune(items, array.get(i), path + "[" + i + "]", unknown);
        }
      }
      default -> {}
    }
  }

  private static void pruneField(
      JSONSchemaProps schema, ObjectNode object, String name, String path, List<String> unknown) {
    JSONSchemaProps child = schema.getProperties().get(name);
    if (child != null) {
      prune(child, object.get(name), path, unknown);
    } else if (schema.getAdditionalProperties() != null) {
      prune(schema.getAdditionalProperties().getSchema(), object.get(name), path, unknown);
    } else if (!Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
      object.remove(name);
      unknown.add(path);
    }
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(field -> field.getKey()).toList();
  }
}
