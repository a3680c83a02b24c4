package org.wholetale.recordedrun.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The entities of an RO-Crate, written one by one, each on a line. What is not known is left out.
 */
final class CrateJson implements Closeable {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().build().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  /** Validators take an offset, and no Z; three decimals, or none. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

  private final JsonGenerator json;

  /**
   * Begins a crate.
   *
   * @param out not closed with it
   * @param contexts of JSON-LD
   */
  CrateJson(OutputStream out, String... contexts) throws IOException {
    json = FACTORY.createGenerator(out).setPrettyPrinter(new ElementPerLine());
    json.writeStartObject();
    json.writeArrayFieldStart("@context");
    for (String context : contexts) {
      json.writeString(context);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("@graph");
  }

  void begin(String id, String type) throws IOException {
    json.writeStartObject();
    json.writeStringField("@id", id);
    json.writeStringField("@type", type);
  }

  void text(String name, @Nullable String value) throws IOException {
    if (value != null && !value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  void time(String name, @Nullable Instant value) throws IOException {
    if (value != null) {
      json.writeStringField(name, TIME.format(value));
    }
  }

  void reference(String name, @Nullable String id) throws IOException {
    if (id != null) {
      json.writeFieldName(name);
      writeReference(id);
    }
  }

  /** A list of one is that one: validators do not take it for the same. */
  void references(String name, Collection<String> ids) throws IOException {
    if (ids.size() <= 1) {
      Iterator<String> only = ids.iterator();
      reference(name, only.hasNext() ? only.next() : null);
      return;
    }
    json.writeArrayFieldStart(name);
    for (String id : ids) {
      writeReference(id);
    }
    json.writeEndArray();
  }

  void end() throws IOException {
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }

  private void writeReference(String id) throws IOException {
    json.writeStartObject();
    json.writeStringField("@id", id);
    json.writeEndObject();
  }
}
