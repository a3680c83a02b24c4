package org.wholetale.recordedrun.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Base64;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Writes triples one after another, a line each.
 *
 * @see "https://www.w3.org/TR/n-triples/"
 */
final class NTriples {

  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";
  private static final String HEX = "0123456789ABCDEF";

  private final Writer out;
  private final String base;

  /** The start of a triple's line, to be ended by one of the methods. */
  private String subject = "";

  /**
   * @param base what {@link #about} and {@link #link} go on from
   */
  NTriples(OutputStream out, String base) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
    this.base = base;
  }

  /** What the next triples are about, by its IRI from the base on. */
  NTriples about(String local) {
    subject = "<" + base + local + "> <";
    return this;
  }

  /** Links it to something else, named by its IRI from the base on. */
  NTriples link(String predicate, String local) throws IOException {
    return iri(predicate, base + local);
  }

  /** Links it to something anywhere. */
  NTriples iri(String predicate, String iri) throws IOException {
    begin(predicate);
    out.write('<');
    out.write(iri);
    out.write("> .\n");
    return this;
  }

  NTriples text(String predicate, String text) throws IOException {
    begin(predicate);
    literal(text);
    out.write(" .\n");
    return this;
  }

  /**
   * A name or an argument: as text, and where its bytes are none by the other predicate as they
   * are.
   */
  NTriples bytes(String predicate, String exactly, ByteString bytes) throws IOException {
    text(predicate, bytes.toString());
    return bytes.utf8().isPresent()
        ? this
        : typed(exactly, Base64.getEncoder().encodeToString(bytes.toByteArray()), "base64Binary");
  }

  NTriples number(String predicate, long number) throws IOException {
    return typed(predicate, Long.toString(number), "integer");
  }

  NTriples truth(String predicate, boolean truth) throws IOException {
    return typed(predicate, Boolean.toString(truth), "boolean");
  }

  /**
   * A literal of one of XML Schema's types.
   *
   * @param type such as {@code dateTime}
   */
  NTriples typed(String predicate, String text, String type) throws IOException {
    begin(predicate);
    literal(text);
    out.write("^^<");
    out.write(XSD);
    out.write(type);
    out.write("> .\n");
    return this;
  }

  void flush() throws IOException {
    out.flush();
  }

  private void begin(String predicate) throws IOException {
    out.write(subject);
    out.write(predicate);
    out.write("> ");
  }

  private void literal(String text) throws IOException {
    out.write('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.write("\\\"");
        case '\\' -> out.write("\\\\");
        case '\n' -> out.write("\\n");
        case '\r' -> out.write("\\r");
        case '\t' -> out.write("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            out.write("\\u00");
            out.write(HEX.charAt(c >> 4));
            out.write(HEX.charAt(c & 15));
          } else {
            out.write(c);
          }
        }
      }
    }
    out.write('"');
  }
}
