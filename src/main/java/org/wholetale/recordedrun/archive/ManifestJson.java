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
import java.util.regex.Pattern;

/** A manifest as JSON: keys in the records' order, two spaces, nine decimals of a second. */
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

  static byte[] write(Manifest manifest) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try {
      WRITER.writeValue(json, manifest);
    } catch (IOException e) {
      throw new UncheckedIOException("the manifest holds text that is not Unicode", e);
    }
    json.write('\n');
    return json.toByteArray();
  }

  static Manifest read(byte[] json) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(json);
      String version = tree.path("formatVersion").asText("");
      if (!KNOWN_VERSION.matcher(version).matches()) {
        throw new IOException(
            version.isEmpty()
                ? "this is not a manifest: it has no formatVersion"
                : "the manifest has the format version %s, this program knows 1.x; use a newer one"
                    .formatted(version));
      }
      addWhatLaterVersionsHave(tree);
      return MAPPER.treeToValue(tree, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new IOException("the manifest cannot be read: " + e.getOriginalMessage(), e);
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
