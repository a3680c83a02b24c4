package org.wholetale.recordedrun.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Writes PROV-JSONLD, one statement a line. Its names are all of the run: prefix {@code run}; its
 * attributes beside PROV's are all our own: prefix {@code rr}.
 *
 * @see "https://www.w3.org/submissions/prov-jsonld/"
 */
final class ProvStatements {

  private static final String CONTEXT = "https://openprovenance.org/prov-jsonld/context.jsonld";

  private final JsonGenerator json;

  /**
   * @param run the IRI of the run
   */
  ProvStatements(OutputStream out, String run) throws IOException {
    json = new JsonFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new ElementPerLine());
    json.writeStartObject();
    json.writeArrayFieldStart("@context");
    json.writeStartObject();
    json.writeStringField("run", run + "#");
    json.writeStringField("rr", Names.TERMS);
    json.writeStringField("xsd", "http://www.w3.org/2001/XMLSchema#");
    json.writeEndObject();
    json.writeString(CONTEXT);
    json.writeEndArray();
    json.writeArrayFieldStart("@graph");
  }

  /** Begins something that has a name: an Entity, an Activity, or an Agent. */
  ProvStatements begin(String type, String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("@type", type);
    json.writeStringField("@id", "run:" + name);
    return this;
  }

  /** Begins a relation. */
  ProvStatements begin(String type) throws IOException {
    json.writeStartObject();
    json.writeStringField("@type", type);
    return this;
  }

  ProvStatements end() throws IOException {
    json.writeEndObject();
    return this;
  }

  /** One of PROV's own attributes that names something. */
  ProvStatements link(String attribute, String name) throws IOException {
    json.writeStringField(attribute, "run:" + name);
    return this;
  }

  /** One of PROV's own attributes that is a time; left out where that is not known. */
  ProvStatements time(String attribute, @Nullable Instant time) throws IOException {
    if (time != null) {
      json.writeStringField(attribute, time.toString());
    }
    return this;
  }

  /**
   * What it is.
   *
   * @param types prefixed
   */
  ProvStatements types(String... types) throws IOException {
    json.writeArrayFieldStart("type");
    for (String type : types) {
      json.writeString(type);
    }
    json.writeEndArray();
    return this;
  }

  ProvStatements label(String label) throws IOException {
    json.writeArrayFieldStart("label");
    value(label, null);
    json.writeEndArray();
    return this;
  }

  /** How something was used. */
  ProvStatements role(String role) throws IOException {
    json.writeArrayFieldStart("role");
    json.writeString("rr:" + role);
    json.writeEndArray();
    return this;
  }

  /** An attribute of our own; left out where it is not known. */
  ProvStatements text(String attribute, @Nullable String text) throws IOException {
    return attribute(attribute, text, null);
  }

  ProvStatements number(String attribute, @Nullable Number number) throws IOException {
    return attribute(attribute, number == null ? null : number.toString(), "xsd:integer");
  }

  ProvStatements truth(String attribute, boolean truth) throws IOException {
    return attribute(attribute, Boolean.toString(truth), "xsd:boolean");
  }

  ProvStatements moment(String attribute, @Nullable Instant time) throws IOException {
    return attribute(attribute, time == null ? null : time.toString(), "xsd:dateTime");
  }

  /** A name: as text, and where its bytes are none by an attribute of their own as they are. */
  ProvStatements bytes(String attribute, ByteString bytes) throws IOException {
    text(attribute, bytes.toString());
    return bytes.utf8().isPresent()
        ? this
        : attribute(
            attribute + "Base64",
            Base64.getEncoder().encodeToString(bytes.toByteArray()),
            "xsd:base64Binary");
  }

  /** Several values of one attribute of our own; left out where there are none. */
  ProvStatements texts(String attribute, Iterable<String> texts) throws IOException {
    if (texts.iterator().hasNext()) {
      json.writeArrayFieldStart("rr:" + attribute);
      for (String text : texts) {
        value(text, null);
      }
      json.writeEndArray();
    }
    return this;
  }

  /** Ends the document, once all of it is written. */
  void finish() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }

  private ProvStatements attribute(String attribute, @Nullable String text, @Nullable String type)
      throws IOException {
    if (text != null) {
      json.writeArrayFieldStart("rr:" + attribute);
      value(text, type);
      json.writeEndArray();
    }
    return this;
  }

  private void value(String text, @Nullable String type) throws IOException {
    json.writeStartObject();
    json.writeStringField("@value", text);
    if (type != null) {
      json.writeStringField("@type", type);
    }
    json.writeEndObject();
  }
}
