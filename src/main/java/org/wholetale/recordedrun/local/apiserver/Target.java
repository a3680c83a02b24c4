package org.wholetale.recordedrun.local.apiserver;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path names.
 *
 * @param namespace empty for a cluster's own, or for all namespaces
 * @param name null for a whole collection
 * @param subresource null for the object itself
 */
record Target(
    ResourceType type, String namespace, @Nullable String name, @Nullable String subresource) {

  /** The object or collection at a path of the API; refuses what is not served. */
  static Target of(List<String> path, Collection<ResourceType> types) {
    boolean core = !path.isEmpty() && path.getFirst().equals("api");
    int start = core ? 2 : 3;
    if (path.size() <= start) {
      throw unknown(path);
    }
    String group = core ? "" : path.get(1);
    List<String> rest = path.subList(start, path.size());
    String namespace = "";
    if (rest.size() > 2 && rest.getFirst().equals("namespaces") && !rest.get(2).equals("status")) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    ResourceType type = find(types, group, path.get(start - 1), rest.getFirst(), path);
    return new Target(
        type,
        namespace,
        rest.size() > 1 ? rest.get(1) : null,
        rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : null);
  }

  ObjectStore.Key key() {
    if (name == null) {
      throw ApiFailure.of(
          405, "MethodNotAllowed", "the server does not allow this method on a whole collection");
    }
    return new ObjectStore.Key(type, namespace, name);
  }

  boolean isStatus() {
    return "status".equals(subresource) && type.status();
  }

  private static ResourceType find(
      Collection<ResourceType> types,
      String group,
      String version,
      String plural,
      List<String> path) {
    return types.stream()
        .filter(type -> type.group().equals(group))
        .filter(type -> type.version().equals(version) && type.plural().equals(plural))
        .findFirst()
        .orElseThrow(() -> unknown(path));
  }

  private static ApiFailure unknown(List<String> path) {
    return ApiFailure.noSuchPath("/" + String.join("/", path));
  }
}
