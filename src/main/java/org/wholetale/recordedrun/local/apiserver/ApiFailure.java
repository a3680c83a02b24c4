package org.wholetale.recordedrun.local.apiserver;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import java.util.List;
import java.util.stream.Collectors;

/** A request that is refused; carries the {@code Status} that the client gets. */
final class ApiFailure extends RuntimeException {

  private final Status status;

  private ApiFailure(Status status) {
    super(status.getMessage());
    this.status = status;
  }

  Status status() {
    return status;
  }

  static ApiFailure of(int code, String reason, String message) {
    return new ApiFailure(failure(code, reason, message).build());
  }

  static ApiFailure badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  static ApiFailure noSuchPath(String path) {
    return of(404, "NotFound", "the server could not find the requested resource: " + path);
  }

  static ApiFailure notFound(ResourceType type, String name) {
    return about(404, "NotFound", type, name, "%s \"%s\" not found");
  }

  static ApiFailure exists(ResourceType type, String name) {
    return about(409, "AlreadyExists", type, name, "%s \"%s\" already exists");
  }

  static ApiFailure modified(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static ApiFailure conflict(ResourceType type, String name, String why) {
    return about(409, "Conflict", type, name, "Operation cannot be fulfilled on %s \"%s\": " + why);
  }

  static ApiFailure invalid(ResourceType type, String name, List<FieldError> errors) {
    List<String> said = errors.stream().map(FieldError::toString).distinct().toList();
    String all =
        said.size() == 1
            ? said.getFirst()
            : said.stream().collect(Collectors.joining(", ", "[", "]"));
    return new ApiFailure(
        failure(422, "Invalid", "%s \"%s\" is invalid: %s".formatted(type.groupKind(), name, all))
            .withNewDetails()
            .withName(name)
            .withGroup(type.group())
            .withKind(type.kind())
            .withCauses(errors.stream().map(FieldError::cause).toList())
            .endDetails()
            .build());
  }

  private static ApiFailure about(
      int code, String reason, ResourceType type, String name, String message) {
    return new ApiFailure(
        failure(code, reason, message.formatted(type.groupResource(), name))
            .withNewDetails()
            .withName(name)
            .withGroup(type.group())
            .withKind(type.plural())
            .endDetails()
            .build());
  }

  private static StatusBuilder failure(int code, String reason, String message) {
    return new StatusBuilder()
        .withApiVersion("v1")
        .withKind("Status")
        .withStatus("Failure")
        .withCode(code)
        .withReason(reason)
        .withMessage(message);
  }
}
