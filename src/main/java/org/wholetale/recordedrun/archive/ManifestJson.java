package org.wholetale.recordedrun.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Manifests and openings as JSON: keys in the records' order, two spaces, nine decimals of a
 * second.
 */
final class ManifestJson {

  private static final Pattern KNOWN_VERSION = Pattern.compile("1\\.\\d+");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(
              new SimpleModule()
                  .addSerializer(new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter()
              .withSeparators(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                      .withArrayEmptySeparator("")
                      .withObjectEmptySeparator(""))
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private ManifestJson() {}

  static byte[] write(Object document) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try {
      WRITER.writeValue(json, document);
    } catch (IOException e) {
      throw new UncheckedIOException("there is text in it that is not Unicode", e);
    }
    json.write('\n');
    return json.toByteArray();
  }

  static Manifest readManifest(byte[] json) throws IOException {
    return read(json, "the manifest", Manifest.class);
  }

  static Opening readOpening(byte[] json) throws IOException {
    return read(json, "the opening", Opening.class);
  }

  static ManifestSignature readSignature(byte[] json) throws IOException {
    return read(json, "the signature", ManifestSignature.class);
  }

  /**
   * The SHA-256 of what an in-toto statement is about first; empty where it does not say.
   *
   * @throws IOException where it is no JSON
   */
  static Optional<String> firstSubject(byte[] statement) throws IOException {
    JsonNode sha256 = MAPPER.readTree(statement).at("/subject/0/digest/sha256");
    return Optional.ofNullable(sha256.textValue());
  }

  private static <T> T read(byte[] json, String what, Class<T> type) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(json);
      String version = tree.path("formatVersion").asText("");
      if (!KNOWN_VERSION.matcher(version).matches()) {
        throw new IOException(
            version.isEmpty()
                ? what + " is none: it has no formatVersion"
                : "%s has the format version %s, this program knows 1.x; use a newer one"
                    .formatted(what, version));
      }
      addWhatLaterVersionsHave(tree);
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IOException("%s cannot be read: %s".formatted(what, e.getOriginalMessage()), e);
    }
  }

  /** Where an older version lacks a field, it says that nothing is known. */
  private static void addWhatLaterVersionsHave(JsonNode tree) {
    if (tree.path("trace") instanceof ObjectNode trace) {
      trace.putIfAbsent("otherContainers", trace.arrayNode());
      trace.putIfAbsent("coverage", trace.arrayNode());
      trace.putIfAbsent("redacted", trace.numberNode(0));
      trace.putIfAbsent("entered", trace.numberNode(0));
    }
    if (tree.path("run") instanceof ObjectNode run) {
      run.putIfAbsent("about", run.nullNode());
      run.putIfAbsent("folders", run.nullNode());
    }
    if (tree instanceof ObjectNode manifest) {
      manifest.putIfAbsent("recovery", manifest.nullNode());
      manifest.putIfAbsent("omitted", manifest.arrayNode());
    }
    if (tree.path("recorder") instanceof ObjectNode recorder && !recorder.has("gateSeconds")) {
      recorder.putNull("gateSeconds");
    }
  }

  private static final class InstantWriter extends StdScalarSerializer<Instant> {

    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(FORMAT.format(value));
    }
  }

  private static final class InstantReader extends StdScalarDeserializer<Instant> {

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      try {
        return Instant.parse(json.getText());
      } catch (DateTimeException e) {
        return (Instant)
            context.handleWeirdStringValue(
                Instant.class, json.getText(), "it is not an ISO 8601 time in UTC");
      }
    }
  }
}
