package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its answer; one at a time, so that all else needs no locks. */
final class ApiDispatcher extends Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ApiDispatcher.class);

  /** Milliseconds until a client that cannot do web sockets is told that nothing happened. */
  private static final long A_MOMENT = 1000;

  private final Object oneAtATime = new Object();
  private final ObjectStore store = new ObjectStore();
  private final List<ResourceType> types;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final ObjectRemover remover;

  ApiDispatcher(List<CustomResource> customResources, Clock clock) {
    this.types =
        Stream.concat(
                ResourceType.BUILT_IN.stream(), customResources.stream().map(CustomResource::type))
            .toList();
    this.discovery = new Discovery(types);
    this.openApi = new OpenApi(types);
    this.remover = new ObjectRemover(store, clock);
    this.reader = new ObjectReader(store, byType(customResources, c -> c.table(clock)));
    this.writer = new ObjectWriter(store, byType(customResources, c -> c), remover, clock);
  }

  private static <T> Map<ResourceType, T> byType(
      List<CustomResource> customResources, Function<CustomResource, T> value) {
    return customResources.stream().collect(Collectors.toMap(CustomResource::type, value));
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
    for (ObjectNode document :
        Arrays.asList(discovery.at(request.path()), openApi.at(request.path()))) {
      if (document != null) {
        return json(200, document.toString());
      }
    }
    if (request.method().equals("POST") && RulesReview.isAt(request.path())) {
      return json(201, RulesReview.answer(request.body()).toString());
    }
    Target target = Target.of(request.path(), types);
    if (target.subresource() != null && !target.isStatus()) {
      throw ApiFailure.noSuchPath("/" + String.join("/", request.path()));
    }
    return switch (request.method()) {
      case "GET" ->
          request.flag("watch")
              ? watch(target, request)
              : json(200, reader.read(target, request).toString());
      case "POST" -> json(201, create(target, request).toString());
      case "PUT" -> json(200, put(target, request).toString());
      case "PATCH" -> patch(target, request);
      case "DELETE" -> json(200, delete(target, request).toString());
      default -> throw ApiFailure.of(405, "MethodNotAllowed", request.method() + " is not allowed");
    };
  }

  /**
   * Over a web socket as long as both like. The server below cannot stream otherwise: other clients
   * get what happened so far, a moment later, and ask again.
   */
  private MockResponse watch(Target target, ApiRequest request) {
    Watch watch = ObjectReader.watch(target, request);
    Long since = request.number("resourceVersion");
    if (since != null && since == 0) {
      since = null;
    }
    if (request.webSocket()) {
      return new MockResponse()
          .withWebSocketUpgrade(new WatchSocket(oneAtATime, store, watch, since));
    }
    StringBuilder events = new StringBuilder();
    watch.start(store, since).forEach(event -> events.append(event).append('\n'));
    return json(200, events.toString())
        .setBodyDelay(events.isEmpty() ? A_MOMENT : 1, TimeUnit.MILLISECONDS);
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
      ObjectRemover.checkPreconditions(target.key(), current, request.body().path("preconditions"));
      return request.dryRun() ? current : remover.delete(target.key(), current, grace(request));
    }
    reader
        .matching(ObjectReader.watch(target, request))
        .forEach(entry -> remover.delete(entry.getKey(), entry.getValue(), grace(request)));
    return JsonNodeFactory.instance
        .objectNode()
        .put("apiVersion", "v1")
        .put("kind", "Status")
        .put("status", "Success");
  }

  private static @Nullable Long grace(ApiRequest request) {
    JsonNode seconds = request.body().path("gracePeriodSeconds");
    if (seconds.isNumber()) {
      return seconds.longValue();
    }
    return request.number("gracePeriodSeconds");
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
