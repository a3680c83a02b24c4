package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As much of OpenAPI as kubectl asks for before it applies: that patches take {@code
 * fieldValidation}, so that it leaves validation to the server.
 */
record OpenApi(Collection<ResourceType> types) {

  /** The document at a path; null where the path is none of OpenAPI's. */
  @Nullable ObjectNode at(List<String> path) {
    if (path.size() < 2 || !path.get(0).equals("openapi") || !path.get(1).equals("v3")) {
      return null;
    }
    return path.size() == 2
        ? index()
        : groupVersion(String.join("/", path.subList(2, path.size())));
  }

  private ObjectNode index() {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    ObjectNode paths = index.putObject("paths");
    for (ResourceType type : types) {
      paths.putObject(root(type)).put("serverRelativeURL", "/openapi/v3/" + root(type));
    }
    return index;
  }

  private ObjectNode groupVersion(String root) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1.34.0");
    ObjectNode paths = document.putObject("paths");
    types.stream()
        .filter(type -> root(type).equals(root))
        .forEach(type -> patch(type, paths.putObject(path(type)).putObject("patch")));
    return document;
  }

  private static void patch(ResourceType type, ObjectNode operation) {
    operation
        .putArray("parameters")
        .addObject()
        .put("name", "fieldValidation")
        .put("in", "query")
        .putObject("schema")
        .put("type", "string");
    operation.putObject("responses");
    operation
        .putObject("x-kubernetes-group-version-kind")
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind());
  }

  private static String root(ResourceType type) {
    return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
  }

  private static String path(ResourceType type) {
    String namespace = type.namespaced() ? "/namespaces/{namespace}" : "";
    return "/" + root(type) + namespace + "/" + type.plural() + "/{name}";
  }
}
