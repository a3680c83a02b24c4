package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** What a patch makes of an object, by the patch's media type. */
final class Patch {

  static final String APPLY = "application/apply-patch+yaml";

  private Patch() {}

  static JsonNode apply(String mediaType, JsonNode patch, JsonNode current) {
    return switch (mediaType) {
      case "application/json-patch+json" -> operations(patch, current);
      // lists are replaced whole in both, which for Kubernetes' own types is an approximation
      case "application/merge-patch+json", "application/strategic-merge-patch+json" ->
          merge(current.deepCopy(), patch);
      case APPLY -> serverSideApply(patch, current);
      default ->
          throw ApiFailure.of(
              415,
              "UnsupportedMediaType",
              "the body of the request was in an unknown format: "
                  + mediaType
                  + "; accepted are application/json-patch+json, application/merge-patch+json, "
                  + APPLY);
    };
  }

  /**
   * Server-side apply without the bookkeeping of who owns which field: what is applied is merged,
   * but a status is replaced whole, so that what its only owner leaves out is gone.
   */
  private static JsonNode serverSideApply(JsonNode patch, JsonNode current) {
    JsonNode merged = merge(current.deepCopy(), patch);
    if (merged instanceof ObjectNode object && patch.has("status")) {
      object.set("status", patch.get("status").deepCopy());
    }
    unite(merged, patch, current, "finalizers");
    unite(merged, patch, current, "ownerReferences");
    return merged;
  }

  /** Lists that Kubernetes merges: what others put there stays. */
  private static void unite(JsonNode merged, JsonNode patch, JsonNode current, String field) {
    JsonNode applied = patch.path("metadata").path(field);
    if (applied.isArray() && merged.get("metadata") instanceof ObjectNode metadata) {
      ArrayNode united = metadata.putArray(field);
      current.path("metadata").path(field).forEach(united::add);
      for (JsonNode item : applied) {
        if (!contains(united, item)) {
          united.add(item);
        }
      }
    }
  }

  private static boolean contains(ArrayNode list, JsonNode item) {
    for (JsonNode present : list) {
      if (present.equals(item) || (item.has("uid") && item.get("uid").equals(present.get("uid")))) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.deepCopy();
    }
    ObjectNode result = target instanceof ObjectNode object ? object : changes.objectNode();
    changes
        .properties()
        .forEach(change -> {
          String name = change.getKey();
          if (change.getValue().isNull()) {
            result.remove(name);
          } else {
            result.set(name, merge(result.path(name), change.getValue()));
          }
        });
    return result;
  }

  private static JsonNode operations(JsonNode patch, JsonNode current) {
    try {
      return JsonPatch.apply(patch, current.deepCopy());
    } catch (JsonPatchException e) {
      throw ApiFailure.of(
          422,
          "Invalid",
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }
}
