package org.wholetale.recordedrun.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event.Stamp;

/** The fields of events of sockets, both ways. */
final class SocketJson {

  /** Their types. */
  static final Set<String> TYPES = Set.of("connect", "bind", "accept", "send", "traffic", "lookup");

  private SocketJson() {}

  static String type(Event.OfSocket event) {
    return switch (event) {
      case Event.Connect _ -> "connect";
      case Event.Bind _ -> "bind";
      case Event.Accept _ -> "accept";
      case Event.Send _ -> "send";
      case Event.Traffic _ -> "traffic";
      case Event.Lookup _ -> "lookup";
    };
  }

  /** Writes what an event has beside its stamp and flags. */
  static void write(JsonGenerator json, Event.OfSocket event) throws IOException {
    json.writeStringField("protocol", event.socket().protocol());
    json.writeStringField("ino", event.socket().inodeText());
    switch (event) {
      case Event.Connect e -> {
        ends(json, e.ends());
        EventJson.flag(json, "pending", e.pending());
        error(json, e.errno());
      }
      case Event.Bind e -> {
        endpoint(json, e.local());
        error(json, e.errno());
      }
      case Event.Accept e -> {
        json.writeStringField("listener", Long.toUnsignedString(e.listener()));
        ends(json, e.ends());
      }
      case Event.Send e -> endpoint(json, e.peer());
      case Event.Traffic e -> {
        json.writeNumberField("sent", e.sent());
        json.writeNumberField("received", e.received());
      }
      case Event.Lookup e -> {
        EventJson.text(json, "name", e.name());
        if (e.record() != null) {
          json.writeStringField("record", e.record());
        }
        endpoint(json, e.server());
      }
    }
  }

  /** Reads an event of one of the types; null for another one. */
  static Event.@Nullable OfSocket read(String type, Stamp at, JsonNode json) throws IOException {
    SocketId socket =
        new SocketId(EventJson.required(json, "protocol").asText(), inode(json, "ino"));
    boolean truncated = json.path("truncated").asBoolean();
    boolean redacted = json.path("redacted").asBoolean();
    Integer errno = EventJson.optional(json, "errno");
    return switch (type) {
      case "connect" ->
          new Event.Connect(
              at, socket, ends(json), json.path("pending").asBoolean(), errno, truncated, redacted);
      case "bind" -> new Event.Bind(at, socket, endpoint(json), errno, truncated, redacted);
      case "accept" -> new Event.Accept(at, socket, inode(json, "listener"), ends(json));
      case "send" -> new Event.Send(at, socket, peer(json), truncated, redacted);
      case "traffic" ->
          new Event.Traffic(
              at, socket, EventJson.number(json, "sent"), EventJson.number(json, "received"));
      case "lookup" ->
          new Event.Lookup(
              at,
              socket,
              EventJson.text(json, "name"),
              json.has("record") ? json.path("record").asText() : null,
              ip(json, "address", "port"),
              truncated,
              redacted);
      default -> null;
    };
  }

  private static void ends(JsonGenerator json, Endpoint.Pair ends) throws IOException {
    endpoint(json, ends.peer());
    if (ends.local() != null) {
      json.writeStringField("localAddress", ends.local().address());
      json.writeNumberField("localPort", ends.local().port());
    }
    if (ends.peerInode() != null) {
      json.writeStringField("peerIno", Long.toUnsignedString(ends.peerInode()));
    }
  }

  private static Endpoint.Pair ends(JsonNode json) throws IOException {
    return new Endpoint.Pair(
        endpoint(json),
        json.has("localAddress") ? ip(json, "localAddress", "localPort") : null,
        json.has("peerIno") ? (Long) inode(json, "peerIno") : null);
  }

  private static void endpoint(JsonGenerator json, @Nullable Endpoint endpoint) throws IOException {
    switch (endpoint) {
      case Endpoint.Ip ip -> {
        json.writeStringField("address", ip.address());
        json.writeNumberField("port", ip.port());
      }
      case Endpoint.UnixPath unix -> EventJson.text(json, "path", unix.path());
      case Endpoint.UnixName unix -> EventJson.text(json, "abstract", unix.name());
      case null -> {}
    }
  }

  private static @Nullable Endpoint endpoint(JsonNode json) throws IOException {
    if (json.has("address")) {
      return ip(json, "address", "port");
    }
    if (json.has("path") || json.has("pathB64")) {
      return new Endpoint.UnixPath(EventJson.text(json, "path"));
    }
    return json.has("abstract") || json.has("abstractB64")
        ? new Endpoint.UnixName(EventJson.text(json, "abstract"))
        : null;
  }

  private static Endpoint peer(JsonNode json) throws IOException {
    Endpoint endpoint = endpoint(json);
    if (endpoint == null) {
      throw new IOException("an event lacks the address that it is about: " + json);
    }
    return endpoint;
  }

  private static Endpoint.Ip ip(JsonNode json, String address, String port) throws IOException {
    return new Endpoint.Ip(
        EventJson.required(json, address).asText(), (int) EventJson.number(json, port));
  }

  private static void error(JsonGenerator json, @Nullable Integer errno) throws IOException {
    if (errno != null) {
      json.writeNumberField("errno", errno);
      String name = Errno.name(errno);
      if (name != null) {
        json.writeStringField("error", name);
      }
    }
  }

  private static long inode(JsonNode json, String field) throws IOException {
    return Long.parseUnsignedLong(EventJson.required(json, field).asText());
  }
}
