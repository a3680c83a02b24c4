package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** What the API server itself keeps in an object's metadata. */
final class Metadata {

  /** Kubernetes' alphabet for generated names: nothing that reads as a word or as another. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final List<String> KEPT =
      List.of(
          "name",
          "generateName",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion");

  private Metadata() {}

  static ObjectNode of(ObjectNode object) {
    return object.get("metadata") instanceof ObjectNode metadata
        ? metadata
        : object.putObject("metadata");
  }

  /** Names a new object and stamps it. */
  static void create(ObjectNode object, String namespace, Clock clock) {
    ObjectNode metadata = of(object);
    if (metadata.path("name").asText().isEmpty() && metadata.hasNonNull("generateName")) {
      metadata.put("name", metadata.get("generateName").asText() + suffix());
    }
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"));
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", now(clock).toString());
    metadata.put("generation", 1);
  }

  /** Gives a changed object what no client may change. */
  static void keep(ObjectNode current, ObjectNode next) {
    ObjectNode from = of(current);
    ObjectNode to = of(next);
    for (String field : KEPT) {
      if (from.has(field)) {
        to.set(field, from.get(field));
      } else {
        to.remove(field);
      }
    }
    to.remove("managedFields");
    if (to.path("finalizers").isEmpty()) {
      to.remove("finalizers");
    }
  }

  /** Counts a change of anything but metadata and status. */
  static void countGeneration(ObjectNode current, ObjectNode next) {
    if (!content(current).equals(content(next))) {
      nextGeneration(next);
    }
  }

  /** Marks an object that something holds for deletion. */
  static void markDeleted(ObjectNode object, Duration grace, Clock clock) {
    ObjectNode metadata = of(object);
    if (!metadata.has("deletionTimestamp")) {
      nextGeneration(object);
    }
    metadata.put("deletionTimestamp", now(clock).plus(grace).toString());
    metadata.put("deletionGracePeriodSeconds", grace.toSeconds());
  }

  static boolean isDeleted(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp");
  }

  static List<String> finalizers(JsonNode object) {
    return StreamSupport.stream(object.path("metadata").path("finalizers").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** What is wrong with the object's name. */
  static List<FieldError> nameErrors(JsonNode object) {
    JsonNode name = object.path("metadata").path("name");
    List<FieldError> errors = new ArrayList<>();
    if (name.asText().isEmpty()) {
      errors.add(
          new FieldError(
              "metadata.name",
              FieldError.REQUIRED,
              "Required value: name or generateName is required"));
    } else if (name.asText().length() > 253 || !SUBDOMAIN.matcher(name.asText()).matches()) {
      errors.add(
          FieldError.invalid(
              "metadata.name",
              name,
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                  + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                  + " 'example.com', regex used for validation is '"
                  + SUBDOMAIN
                  + "')"));
    }
    return errors;
  }

  private static ObjectNode content(ObjectNode object) {
    return object.deepCopy().without(List.of("metadata", "status"));
  }

  private static void nextGeneration(ObjectNode object) {
    ObjectNode metadata = of(object);
    metadata.put("generation", metadata.path("generation").asInt() + 1);
  }

  private static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String suffix() {
    UUID random = UUID.randomUUID();
    return IntStream.range(0, 5)
        .map(i -> Math.floorMod(random.getLeastSignificantBits() >> (8 * i), ALPHABET.length()))
        .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
        .collect(Collectors.joining());
  }
}
