package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creating and changing objects as an API server does, one request at a time. */
final class ObjectWriter {

  /**
   * How a write is to be done.
   *
   * @param strict refuse unknown fields instead of taking them out
   * @param dryRun do everything but store
   */
  record Options(boolean strict, boolean dryRun) {}

  private final ObjectStore store;
  private final Map<ResourceType, ? extends Admission> admissions;
  private final ObjectRemover remover;
  private final Clock clock;

  ObjectWriter(
      ObjectStore store,
      Map<ResourceType, ? extends Admission> admissions,
      ObjectRemover remover,
      Clock clock) {
    this.store = store;
    this.admissions = admissions;
    this.remover = remover;
    this.clock = clock;
  }

  ObjectNode create(ResourceType type, String namespace, JsonNode body, Options options) {
    ObjectNode object = objectOf(type, body);
    checkNamespace(namespace, object);
    Metadata.create(object, namespace, clock);
    String name = object.path("metadata").path("name").asText();
    ObjectStore.Key key = new ObjectStore.Key(type, namespace, name);
    if (store.find(key) != null) {
      throw ApiFailure.exists(type, name);
    }
    initialStatus(type, object);
    admit(key, object, null, options);
    return options.dryRun() ? object : store.put(key, object);
  }

  /** Replaces all but the status, where that is a subresource; a stale version is refused. */
  ObjectNode update(ObjectStore.Key key, JsonNode body, Options options) {
    ObjectNode current = existing(key);
    ObjectNode next = objectOf(key.type(), body);
    checkIdentity(key, current, next);
    if (key.type().status()) {
      setStatus(next, current.get("status"));
    }
    return change(key, current, next, options);
  }

  /** Replaces the status and nothing else. */
  ObjectNode updateStatus(ObjectStore.Key key, JsonNode body, Options options) {
    ObjectNode current = existing(key);
    checkIdentity(key, current, body);
    ObjectNode next = current.deepCopy();
    setStatus(next, body.get("status"));
    return change(key, current, next, options);
  }

  ObjectNode existing(ObjectStore.Key key) {
    ObjectNode current = store.find(key);
    if (current == null) {
      throw ApiFailure.notFound(key.type(), key.name());
    }
    return current;
  }

  private ObjectNode change(
      ObjectStore.Key key, ObjectNode current, ObjectNode next, Options options) {
    Metadata.keep(current, next);
    admit(key, next, current, options);
    Metadata.countGeneration(current, next);
    if (next.equals(current) || options.dryRun()) {
      return next;
    }
    if (Metadata.isDeleted(next) && Metadata.finalizers(next).isEmpty()) {
      return remover.remove(key, next);
    }
    return store.put(key, next);
  }

  private void admit(
      ObjectStore.Key key, ObjectNode object, @Nullable ObjectNode before, Options options) {
    Admission own = admissions.get(key.type());
    Admission admission = own == null ? Admission.OPEN : own;
    List<String> unknown = admission.complete(object);
    if (options.strict() && !unknown.isEmpty()) {
      throw strictDecodingError(key.type(), unknown);
    }
    List<FieldError> errors = new ArrayList<>(Metadata.nameErrors(object));
    errors.addAll(newFinalizers(object, before));
    errors.addAll(admission.errors(object, before));
    if (!errors.isEmpty()) {
      throw ApiFailure.invalid(key.type(), key.name(), errors);
    }
  }

  private static ApiFailure strictDecodingError(ResourceType type, List<String> unknown) {
    List<String> said = unknown.stream().map(path -> "unknown field \"" + path + "\"").toList();
    return ApiFailure.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
            .formatted(type.kind(), type.version(), type.kind(), String.join(", ", said)));
  }

  private static List<FieldError> newFinalizers(ObjectNode object, @Nullable ObjectNode before) {
    if (before == null || !Metadata.isDeleted(before)) {
      return List.of();
    }
    List<String> added = new ArrayList<>(Metadata.finalizers(object));
    added.removeAll(Metadata.finalizers(before));
    return added.isEmpty()
        ? List.of()
        : List.of(
            new FieldError(
                "metadata.finalizers",
                FieldError.FORBIDDEN,
                "Forbidden: no new finalizers can be added if the object is being deleted, found"
                    + " new finalizers "
                    + added));
  }

  private static ObjectNode objectOf(ResourceType type, JsonNode body) {
    if (!(body instanceof ObjectNode sent)) {
      throw ApiFailure.badRequest("the body must be a " + type.kind() + " as JSON or YAML");
    }
    if (!sent.path("kind").asText().equals(type.kind())
        || !sent.path("apiVersion").asText().equals(type.apiVersion())) {
      throw ApiFailure.badRequest(
          "the body must be a %s of %s, it is a %s of %s"
              .formatted(
                  type.kind(),
                  type.apiVersion(),
                  sent.path("kind").asText("(no kind)"),
                  sent.path("apiVersion").asText("(no apiVersion)")));
    }
    ObjectNode object = sent.deepCopy();
    withoutNulls(object);
    return object;
  }

  private static void withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.removeNulls();
    }
    node.forEach(ObjectWriter::withoutNulls);
  }

  private static void checkNamespace(String namespace, JsonNode object) {
    String own = object.path("metadata").path("namespace").asText();
    if (!own.isEmpty() && !own.equals(namespace)) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static void checkIdentity(ObjectStore.Key key, ObjectNode current, JsonNode next) {
    checkNamespace(key.namespace(), next);
    String name = next.path("metadata").path("name").asText();
    if (!name.isEmpty() && !name.equals(key.name())) {
      throw ApiFailure.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, key.name()));
    }
    String uid = ObjectStore.uid(next);
    if (!uid.isEmpty() && !uid.equals(ObjectStore.uid(current))) {
      throw ApiFailure.conflict(
          key.type(),
          key.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, ObjectStore.uid(current)));
    }
    String version = next.path("metadata").path("resourceVersion").asText();
    if (!version.isEmpty()
        && !version.equals(Metadata.of(current).path("resourceVersion").asText())) {
      throw ApiFailure.modified(key.type(), key.name());
    }
  }

  /** A status is never created with its object, but for a node, which the kubelet registers so. */
  private static void initialStatus(ResourceType type, ObjectNode object) {
    if (type.status() && !type.kind().equals("Node")) {
      object.remove("status");
    }
    if (type.kind().equals("Pod")) {
      object.putObject("status").put("phase", "Pending");
    }
  }

  private static void setStatus(ObjectNode object, @Nullable JsonNode status) {
    if (status == null) {
      object.remove("status");
    } else {
      object.set("status", status.deepCopy());
    }
  }
}
