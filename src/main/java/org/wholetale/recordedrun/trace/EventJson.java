package org.wholetale.recordedrun.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event.Stamp;

/**
 * Events as JSON lines, both ways.
 *
 * @see "docs/trace-format.md"
 */
public final class EventJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader WHOLE_LINE =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> OF_PROCESS =
      Set.of(
          "fork",
          "exec",
          "execFailed",
          "exit",
          "open",
          "close",
          "rename",
          "link",
          "symlink",
          "mkdir",
          "mknod",
          "truncate",
          "unlink",
          "transfer",
          "ioUring");

  private EventJson() {}

  /**
   * A generator for JSON lines that never closes the stream; who writes a value ends it by {@link
   * #endLine}.
   */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.setRootValueSeparator(new SerializedString(""));
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    return json;
  }

  /** Ends the line of the value that was written last. */
  public static void endLine(JsonGenerator json) throws IOException {
    json.writeRaw('\n');
  }

  /** Writes one event as one object. */
  public static void write(JsonGenerator json, long seq, Event event) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seq", seq);
    json.writeNumberField("t", event.time());
    switch (event) {
      case Event.Fork e -> {
        stamp(json, "fork", e.at());
        json.writeNumberField("child", e.child());
      }
      case Event.Exec e -> {
        stamp(json, "exec", e.at());
        text(json, "path", e.path());
        if (!e.file().equals(e.path())) {
          text(json, "file", e.file());
        }
        texts(json, "argv", e.argv());
        text(json, "cwd", e.cwd());
        json.writeNumberField("ppid", e.parent().pid());
        json.writeNumberField("pstart", e.parent().start());
        if (e.user() != null) {
          json.writeNumberField("uid", Integer.toUnsignedLong(e.user().uid()));
          json.writeNumberField("gid", Integer.toUnsignedLong(e.user().gid()));
        }
        if (!e.environment().isEmpty()) {
          variables(json, e.environment());
        }
      }
      case Event.ExecFailed e -> {
        stamp(json, "execFailed", e.at());
        text(json, "path", e.path());
        texts(json, "argv", e.argv());
        json.writeNumberField("errno", e.errno());
      }
      case Event.Exit e -> {
        stamp(json, "exit", e.at());
        if (e.code() != null) {
          json.writeNumberField("code", e.code());
        }
        if (e.signal() != null) {
          json.writeNumberField("signal", e.signal());
        }
        flag(json, "core", e.core());
        usage(json, e.usage());
      }
      case Event.Open e -> {
        stamp(json, "open", e.at());
        text(json, "path", e.path());
        json.writeStringField("mode", e.mode().text());
        file(json, e.file());
        kind(json, e.kind());
        flag(json, "created", e.flags().created());
        flag(json, "emptied", e.flags().emptied());
        flag(json, "append", e.flags().append());
      }
      case Event.Close e -> {
        stamp(json, "close", e.at());
        text(json, "path", e.path());
        file(json, e.file());
        flag(json, "stillOpen", e.stillOpen());
      }
      case Event.Rename e -> {
        stamp(json, "rename", e.at());
        text(json, "from", e.from());
        text(json, "to", e.to());
        flag(json, "exchange", e.exchange());
      }
      case Event.Link e -> {
        stamp(json, "link", e.at());
        text(json, "from", e.from());
        text(json, "to", e.to());
      }
      case Event.Symlink e -> {
        stamp(json, "symlink", e.at());
        text(json, "path", e.path());
        text(json, "target", e.target());
      }
      case Event.Mkdir e -> named(json, "mkdir", e.at(), e.path());
      case Event.Mknod e -> named(json, "mknod", e.at(), e.path());
      case Event.Truncate e -> named(json, "truncate", e.at(), e.path());
      case Event.Unlink e -> named(json, "unlink", e.at(), e.path());
      case Event.Transfer e -> {
        stamp(json, "transfer", e.at());
        file(json, e.file());
        kind(json, e.kind());
        if (e.peer() != null) {
          json.writeStringField("peerIno", Long.toUnsignedString(e.peer()));
        }
        json.writeNumberField("read", e.read());
        json.writeNumberField("written", e.written());
      }
      case Event.IoUring e -> stamp(json, "ioUring", e.at());
      case Event.OfSocket e -> {
        stamp(json, SocketJson.type(e), e.at());
        SocketJson.write(json, e);
      }
      case Event.Gap e -> {
        json.writeStringField("type", "gap");
        json.writeNumberField("from", e.from());
        json.writeNumberField("to", e.to());
        json.writeStringField("cause", e.cause());
        json.writeObjectField("lost", e.lost());
      }
    }
    if (event instanceof Event.OfProcess e) {
      flag(json, "truncated", e.truncated());
      flag(json, "redacted", e.redacted());
    }
    json.writeEndObject();
  }

  /**
   * Reads one line.
   *
   * @return empty for a type that this version does not know
   * @throws IOException where the line is no event
   */
  public static Optional<Event> parse(byte[] line) throws IOException {
    return event(MAPPER.readTree(line));
  }

  /**
   * Reads one line and its number.
   *
   * @throws IOException where the line is not one event, or has no number that counts from 0
   */
  static NumberedEvent parseNumbered(byte[] line) throws IOException {
    JsonNode json = WHOLE_LINE.readTree(line);
    JsonNode seq = json.path("seq");
    if (!seq.canConvertToLong() || seq.asLong() < 0) {
      throw new IOException("a line has no seq that counts from 0");
    }
    return new NumberedEvent(seq.asLong(), event(json).orElse(null));
  }

  private static Optional<Event> event(JsonNode json) throws IOException {
    String type = required(json, "type").asText();
    try {
      if (type.equals("gap")) {
        JsonNode lost = json.path("lost");
        return Optional.of(
            new Event.Gap(
                number(json, "from"),
                number(json, "to"),
                json.path("cause").asText(),
                lost.isNumber() ? (Long) lost.asLong() : null));
      }
      return OF_PROCESS.contains(type) || SocketJson.TYPES.contains(type)
          ? Optional.ofNullable(ofProcess(type, json))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("an event with a wrong value (" + e.getMessage() + "): " + json, e);
    }
  }

  private static Event.@Nullable OfProcess ofProcess(String type, JsonNode json)
      throws IOException {
    Stamp at =
        new Stamp(
            number(json, "t"),
            (int) number(json, "cpu"),
            new ProcessId((int) number(json, "pid"), number(json, "start")),
            (int) number(json, "tid"));
    boolean truncated = json.path("truncated").asBoolean();
    boolean redacted = json.path("redacted").asBoolean();
    return switch (type) {
      case "ioUring" -> new Event.IoUring(at);
      case "fork" -> new Event.Fork(at, (int) number(json, "child"));
      case "exec" -> {
        ByteString path = text(json, "path");
        yield new Event.Exec(
            at,
            path,
            json.has("file") || json.has("fileB64") ? text(json, "file") : path,
            texts(json, "argv"),
            truncated,
            text(json, "cwd"),
            new ProcessId((int) number(json, "ppid"), number(json, "pstart")),
            json.has("uid")
                ? new UserId((int) number(json, "uid"), (int) number(json, "gid"))
                : null,
            variables(json),
            redacted);
      }
      case "execFailed" ->
          new Event.ExecFailed(
              at,
              text(json, "path"),
              texts(json, "argv"),
              truncated,
              (int) number(json, "errno"),
              redacted);
      case "exit" ->
          new Event.Exit(
              at,
              optional(json, "code"),
              optional(json, "signal"),
              json.path("core").asBoolean(),
              usage(json.path("usage")));
      case "open" ->
          new Event.Open(
              at,
              text(json, "path"),
              truncated,
              AccessMode.parse(json.path("mode").asText()),
              file(json),
              kind(json),
              new OpenFlags(
                  json.path("created").asBoolean(),
                  json.path("emptied").asBoolean(),
                  json.path("append").asBoolean()),
              redacted);
      case "close" ->
          new Event.Close(
              at,
              text(json, "path"),
              truncated,
              file(json),
              json.path("stillOpen").asBoolean(),
              redacted);
      case "rename" ->
          new Event.Rename(
              at,
              text(json, "from"),
              text(json, "to"),
              json.path("exchange").asBoolean(),
              truncated,
              redacted);
      case "link" -> new Event.Link(at, text(json, "from"), text(json, "to"), truncated, redacted);
      case "symlink" ->
          new Event.Symlink(at, text(json, "path"), text(json, "target"), truncated, redacted);
      case "mkdir" -> new Event.Mkdir(at, text(json, "path"), truncated, redacted);
      case "mknod" -> new Event.Mknod(at, text(json, "path"), truncated, redacted);
      case "truncate" -> new Event.Truncate(at, text(json, "path"), truncated, redacted);
      case "unlink" -> new Event.Unlink(at, text(json, "path"), truncated, redacted);
      case "transfer" ->
          new Event.Transfer(
              at,
              file(json),
              kind(json),
              json.has("peerIno")
                  ? (Long) Long.parseUnsignedLong(json.path("peerIno").asText())
                  : null,
              number(json, "read"),
              number(json, "written"));
      default -> SocketJson.read(type, at, json);
    };
  }

  /** An event of which there is nothing to say but whose name it is about. */
  private static void named(JsonGenerator json, String type, Stamp at, ByteString path)
      throws IOException {
    stamp(json, type, at);
    text(json, "path", path);
  }

  private static void stamp(JsonGenerator json, String type, Stamp at) throws IOException {
    json.writeNumberField("cpu", at.cpu());
    json.writeStringField("type", type);
    json.writeNumberField("pid", at.process().pid());
    json.writeNumberField("tid", at.tid());
    json.writeNumberField("start", at.process().start());
  }

  static void text(JsonGenerator json, String field, ByteString value) throws IOException {
    Optional<String> utf8 = value.utf8();
    if (utf8.isPresent()) {
      json.writeStringField(field, utf8.get());
    } else {
      json.writeStringField(field + "B64", base64(value));
    }
  }

  private static void texts(JsonGenerator json, String field, List<ByteString> values)
      throws IOException {
    boolean utf8 = values.stream().allMatch(value -> value.utf8().isPresent());
    json.writeArrayFieldStart(utf8 ? field : field + "B64");
    for (ByteString value : values) {
      json.writeString(utf8 ? value.toString() : base64(value));
    }
    json.writeEndArray();
  }

  private static void variables(JsonGenerator json, Map<String, ByteString> values)
      throws IOException {
    boolean utf8 = values.values().stream().allMatch(value -> value.utf8().isPresent());
    json.writeObjectFieldStart(utf8 ? "environment" : "environmentB64");
    for (Map.Entry<String, ByteString> variable : values.entrySet()) {
      ByteString value = variable.getValue();
      json.writeStringField(variable.getKey(), utf8 ? value.toString() : base64(value));
    }
    json.writeEndObject();
  }

  private static Map<String, ByteString> variables(JsonNode json) {
    Map<String, ByteString> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> variable : json.path("environment").properties()) {
      values.put(variable.getKey(), ByteString.of(variable.getValue().asText()));
    }
    for (Map.Entry<String, JsonNode> variable : json.path("environmentB64").properties()) {
      byte[] value = Base64.getDecoder().decode(variable.getValue().asText());
      values.put(variable.getKey(), ByteString.copyOf(value));
    }
    return values;
  }

  private static void usage(JsonGenerator json, @Nullable ResourceUsage usage) throws IOException {
    if (usage == null) {
      return;
    }
    json.writeObjectFieldStart("usage");
    json.writeNumberField("cpuNanos", usage.cpuNanos());
    if (usage.maxRssBytes() != null) {
      json.writeNumberField("maxRssBytes", usage.maxRssBytes());
    }
    ResourceUsage.Io io = usage.io();
    if (io != null) {
      json.writeNumberField("rchar", io.rchar());
      json.writeNumberField("wchar", io.wchar());
      json.writeNumberField("readBytes", io.readBytes());
      json.writeNumberField("writtenBytes", io.writtenBytes());
    }
    json.writeEndObject();
  }

  private static @Nullable ResourceUsage usage(JsonNode json) throws IOException {
    if (json.isMissingNode()) {
      return null;
    }
    return new ResourceUsage(
        number(json, "cpuNanos"),
        json.has("maxRssBytes") ? Long.valueOf(number(json, "maxRssBytes")) : null,
        json.has("rchar")
            ? new ResourceUsage.Io(
                number(json, "rchar"),
                number(json, "wchar"),
                number(json, "readBytes"),
                number(json, "writtenBytes"))
            : null);
  }

  private static void file(JsonGenerator json, FileId file) throws IOException {
    json.writeStringField("dev", file.device());
    json.writeStringField("ino", file.inodeText());
  }

  private static void kind(JsonGenerator json, FileKind kind) throws IOException {
    if (kind != FileKind.FILE) {
      json.writeStringField("kind", kind.name().toLowerCase(Locale.ROOT));
    }
  }

  private static FileKind kind(JsonNode json) {
    return json.has("kind")
        ? FileKind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT))
        : FileKind.FILE;
  }

  static void flag(JsonGenerator json, String field, boolean value) throws IOException {
    if (value) {
      json.writeBooleanField(field, true);
    }
  }

  private static String base64(ByteString value) {
    return Base64.getEncoder().encodeToString(value.toByteArray());
  }

  static ByteString text(JsonNode json, String field) throws IOException {
    if (json.has(field + "B64")) {
      return ByteString.copyOf(Base64.getDecoder().decode(json.path(field + "B64").asText()));
    }
    return ByteString.of(required(json, field).asText());
  }

  private static List<ByteString> texts(JsonNode json, String field) throws IOException {
    List<ByteString> values = new ArrayList<>();
    if (json.has(field + "B64")) {
      for (JsonNode value : json.path(field + "B64")) {
        values.add(ByteString.copyOf(Base64.getDecoder().decode(value.asText())));
      }
    } else {
      for (JsonNode value : required(json, field)) {
        values.add(ByteString.of(value.asText()));
      }
    }
    return values;
  }

  private static FileId file(JsonNode json) throws IOException {
    return new FileId(
        required(json, "dev").asText(), Long.parseUnsignedLong(required(json, "ino").asText()));
  }

  static long number(JsonNode json, String field) throws IOException {
    JsonNode value = required(json, field);
    if (!value.isIntegralNumber()) {
      throw new IOException("an event's field " + field + " is no whole number: " + json);
    }
    return value.asLong();
  }

  static @Nullable Integer optional(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isNumber() ? (Integer) value.asInt() : null;
  }

  static JsonNode required(JsonNode json, String field) throws IOException {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      throw new IOException("an event lacks its field " + field + ": " + json);
    }
    return value;
  }
}
