package org.wholetale.recordedrun.local.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request, taken apart.
 *
 * @param path decoded segments, without the query
 * @param body missing where there was none
 */
record ApiRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    String contentType,
    String accept,
    boolean webSocket,
    JsonNode body) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new YAMLMapper();

  static ApiRequest of(RecordedRequest request) {
    String[] target = request.getPath().split("\\?", 2);
    String contentType = header(request, "Content-Type");
    return new ApiRequest(
        request.getMethod(),
        Stream.of(target[0].split("/", -1))
            .filter(segment -> !segment.isEmpty())
            .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
            .toList(),
        target.length < 2 ? Map.of() : parameters(target[1]),
        contentType.split(";", 2)[0].trim(),
        header(request, "Accept"),
        header(request, "Upgrade").equalsIgnoreCase("websocket"),
        parse(contentType, Objects.requireNonNullElse(request.getUtf8Body(), "")));
  }

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  /** The parameter as a number; null where it is not given. */
  @Nullable Long number(String name) {
    String value = query.get(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest(name + " must be a number, it is " + value);
    }
  }

  boolean flag(String name) {
    String value = query.get(name);
    return value != null && (value.equals("true") || value.equals("1"));
  }

  boolean dryRun() {
    return query.containsKey("dryRun");
  }

  private static String header(RecordedRequest request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          URLDecoder.decode(parts[0], UTF_8),
          parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    return parameters;
  }

  private static JsonNode parse(String contentType, String body) {
    if (body.isBlank()) {
      return MissingNode.getInstance();
    }
    if (contentType.contains("protobuf")) {
      throw ApiFailure.of(
          415, "UnsupportedMediaType", "protobuf is not spoken here; send application/json");
    }
    try {
      return (contentType.contains("yaml") ? YAML : JSON).readTree(body);
    } catch (JsonProcessingException e) {
      throw ApiFailure.badRequest("the body cannot be read: " + e.getOriginalMessage());
    }
  }
}
