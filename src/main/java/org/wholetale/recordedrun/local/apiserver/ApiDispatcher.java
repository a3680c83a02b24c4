package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its answer; one at a time, so that all else needs no locks. */
final class ApiDispatcher extends Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ApiDispatcher.class);

  private final Object oneAtATime = new Object();
  private final ObjectStore store = new ObjectStore();
  private final Collection<ResourceType> types;
  private final Discovery discovery;
  private final ObjectWriter writer;
  private final ObjectRemover remover;

  ApiDispatcher(
      Collection<ResourceType> types, Map<ResourceType, Admission> admissions, Clock clock) {
    this.types = List.copyOf(types);
    this.discovery = new Discovery(this.types);
    this.remover = new ObjectRemover(store, clock);
    this.writer = new ObjectWriter(store, admissions, remover, clock);
  }

  @Override
  public MockResponse dispatch(RecordedRequest recorded) {
    synchronized (oneAtATime) {
      try {
        return answer(ApiRequest.of(recorded));
      } catch (ApiFailure e) {
        return json(e.status().getCode(), Serialization.asJson(e.status()));
      } catch (RuntimeException e) {
        LOG.error("request failed: {} {}", recorded.getMethod(), recorded.getPath(), e);
        ApiFailure failure = ApiFailure.of(500, "InternalError", "Internal error: " + e);
        return json(500, Serialization.asJson(failure.status()));
      }
    }
  }

  private MockResponse answer(ApiRequest request) {
    if (List.of("healthz", "livez", "readyz").contains(String.join("/", request.path()))) {
      return new MockResponse().setResponseCode(200).setBody("ok");
    }
    ObjectNode document = discovery.at(request.path());
    if (document != null) {
      return json(200, document.toString());
    }
    Target target = Target.of(request.path(), types);
    if (target.subresource() != null && !target.isStatus()) {
      throw ApiFailure.noSuchPath("/" + String.join("/", request.path()));
    }
    return switch (request.method()) {
      case "GET" -> read(target, request);
      case "POST" -> json(201, create(target, request).toString());
      case "PUT" -> json(200, put(target, request).toString());
      case "PATCH" -> patch(target, request);
      case "DELETE" -> json(200, delete(target, request).toString());
      default -> throw ApiFailure.of(405, "MethodNotAllowed", request.method() + " is not allowed");
    };
  }

  private MockResponse read(Target target, ApiRequest request) {
    Predicate<JsonNode> selector = selector(request);
    if (request.flag("watch")) {
      return watch(target, request, selector);
    }
    if (target.name() != null) {
      return json(200, writer.existing(target.key()).toString());
    }
    Watch wanted = new Watch(target.type(), target.namespace(), selector);
    ObjectNode list =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", target.type().apiVersion())
            .put("kind", target.type().kind() + "List");
    list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    ArrayNode items = list.putArray("items");
    matching(wanted).forEach(entry -> items.add(entry.getValue()));
    return json(200, list.toString());
  }

  /**
   * Over a web socket as long as both like. The server below cannot stream otherwise: other clients
   * get what happened so far, a moment later, and ask again.
   */
  private MockResponse watch(Target target, ApiRequest request, Predicate<JsonNode> selector) {
    Predicate<JsonNode> named =
        target.name() == null
            ? selector
            : selector.and(Selector.fields("metadata.name=" + target.name()));
    Watch watch = new Watch(target.type(), target.namespace(), named);
    Long since = version(request.parameter("resourceVersion"));
    if (request.webSocket()) {
      return new MockResponse()
          .withWebSocketUpgrade(new WatchSocket(oneAtATime, store, watch, since));
    }
    StringBuilder events = new StringBuilder();
    watch.start(store, since).forEach(event -> events.append(event).append('\n'));
    return json(200, events.toString())
        .setBodyDelay(events.isEmpty() ? 500 : 1, TimeUnit.MILLISECONDS);
  }

  private static @Nullable Long version(@Nullable String parameter) {
    if (parameter == null || parameter.isEmpty() || parameter.equals("0")) {
      return null;
    }
    try {
      return Long.valueOf(parameter);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("resourceVersion must be a number, it is " + parameter);
    }
  }

  private ObjectNode create(Target target, ApiRequest request) {
    return writer.create(target.type(), target.namespace(), request.body(), options(request));
  }

  private ObjectNode put(Target target, ApiRequest request) {
    return target.isStatus()
        ? writer.updateStatus(target.key(), request.body(), options(request))
        : writer.update(target.key(), request.body(), options(request));
  }

  private MockResponse patch(Target target, ApiRequest request) {
    ObjectNode current = store.find(target.key());
    if (current == null && request.contentType().equals(Patch.APPLY) && !target.isStatus()) {
      return json(201, create(named(target, request.body()), target, request).toString());
    }
    JsonNode next =
        Patch.apply(request.contentType(), request.body(), writer.existing(target.key()));
    ObjectNode stored =
        target.isStatus()
            ? writer.updateStatus(target.key(), next, options(request))
            : writer.update(target.key(), next, options(request));
    return json(200, stored.toString());
  }

  private ObjectNode create(JsonNode body, Target target, ApiRequest request) {
    return writer.create(target.type(), target.namespace(), body, options(request));
  }

  private static JsonNode named(Target target, JsonNode body) {
    JsonNode copy = body.deepCopy();
    if (copy instanceof ObjectNode object) {
      Metadata.of(object).put("name", target.key().name());
    }
    return copy;
  }

  private ObjectNode delete(Target target, ApiRequest request) {
    if (target.name() != null) {
      ObjectNode current = writer.existing(target.key());
      checkPreconditions(target.key(), current, request.body().path("preconditions"));
      return request.dryRun() ? current : remover.delete(target.key(), current, grace(request));
    }
    Watch wanted = new Watch(target.type(), target.namespace(), selector(request));
    matching(wanted)
        .forEach(entry -> remover.delete(entry.getKey(), entry.getValue(), grace(request)));
    return JsonNodeFactory.instance
        .objectNode()
        .put("apiVersion", "v1")
        .put("kind", "Status")
        .put("status", "Success");
  }

  private static void checkPreconditions(
      ObjectStore.Key key, ObjectNode current, JsonNode preconditions) {
    for (String field : List.of("uid", "resourceVersion")) {
      JsonNode wanted = preconditions.path(field);
      if (wanted.isTextual() && !wanted.equals(Metadata.of(current).get(field))) {
        throw ApiFailure.conflict(
            key.type(),
            key.name(),
            "Precondition failed: the object's %s is %s, not %s"
                .formatted(field, Metadata.of(current).get(field), wanted));
      }
    }
  }

  private static @Nullable Long grace(ApiRequest request) {
    JsonNode seconds = request.body().path("gracePeriodSeconds");
    if (seconds.isNumber()) {
      return seconds.longValue();
    }
    String parameter = request.parameter("gracePeriodSeconds");
    return parameter == null ? null : version(parameter);
  }

  private List<Map.Entry<ObjectStore.Key, ObjectNode>> matching(Watch wanted) {
    return store.all().stream()
        .filter(entry -> wanted.wants(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Predicate<JsonNode> selector(ApiRequest request) {
    return Selector.labels(request.parameter("labelSelector"))
        .and(Selector.fields(request.parameter("fieldSelector")));
  }

  private static ObjectWriter.Options options(ApiRequest request) {
    return new ObjectWriter.Options(
        "Strict".equals(request.parameter("fieldValidation")), request.dryRun());
  }

  private static MockResponse json(int code, String body) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }
}
