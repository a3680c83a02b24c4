package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is served here, for clients that ask before they act. */
record Discovery(Collection<ResourceType> types) {

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /** The document at a path; null where the path is no question about the API. */
  @Nullable ObjectNode at(List<String> path) {
    return switch (String.join("/", path)) {
      case "api" -> {
        ObjectNode versions = document("v1", "APIVersions");
        versions.putArray("versions").add("v1");
        yield versions;
      }
      case "apis" -> groups();
      case "version" ->
          JsonNodeFactory.instance
              .objectNode()
              .put("major", "1")
              .put("minor", "34")
              .put("gitVersion", "v1.34.0+recordedrun-local");
      default -> {
        if (path.size() == 2 && path.get(0).equals("api")) {
          yield resources("", path.get(1));
        }
        if (path.size() == 3 && path.get(0).equals("apis")) {
          yield resources(path.get(1), path.get(2));
        }
        yield null;
      }
    };
  }

  private ObjectNode groups() {
    ObjectNode list = document("v1", "APIGroupList");
    ArrayNode groups = list.putArray("groups");
    types.stream()
        .filter(type -> !type.group().isEmpty())
        .forEach(type -> {
          ObjectNode version =
              groups
                  .objectNode()
                  .put("groupVersion", type.apiVersion())
                  .put("version", type.version());
          ObjectNode group = groups.addObject().put("name", type.group());
          group.putArray("versions").add(version);
          group.set("preferredVersion", version);
        });
    return list;
  }

  private @Nullable ObjectNode resources(String group, String version) {
    List<ResourceType> served =
        types.stream()
            .filter(type -> type.group().equals(group) && type.version().equals(version))
            .toList();
    if (served.isEmpty()) {
      return null;
    }
    ObjectNode list = document("v1", "APIResourceList");
    list.put("groupVersion", served.getFirst().apiVersion());
    ArrayNode resources = list.putArray("resources");
    for (ResourceType type : served) {
      ObjectNode resource = describe(resources.addObject(), type, type.plural(), VERBS);
      type.shortNames().forEach(resource.putArray("shortNames")::add);
      if (type.status()) {
        describe(
            resources.addObject(),
            type,
            type.plural() + "/status",
            List.of("get", "patch", "update"));
      }
    }
    return list;
  }

  private static ObjectNode describe(
      ObjectNode resource, ResourceType type, String name, List<String> verbs) {
    resource
        .put("name", name)
        .put(
            "singularName",
            name.contains("/") ? "" : type.kind().toLowerCase(java.util.Locale.ROOT))
        .put("namespaced", type.namespaced())
        .put("kind", type.kind());
    verbs.forEach(resource.putArray("verbs")::add);
    return resource;
  }

  private static ObjectNode document(String apiVersion, String kind) {
    return JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind);
  }
}
