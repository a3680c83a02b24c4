package org.wholetale.recordedrun.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;

/**
 * A piece of what the tale printed.
 *
 * @param time nanoseconds since the trace's start
 * @param stream {@code stdout} or {@code stderr}
 * @see "docs/trace-format.md"
 */
public record OutputLine(long time, String stream, ByteString data) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads one line of an output segment.
   *
   * @throws IOException where the line is none
   */
  public static OutputLine parse(byte[] line) throws IOException {
    JsonNode json = MAPPER.readTree(line);
    JsonNode time = json.path("t");
    String stream = json.path("stream").asText();
    JsonNode text = json.path("data");
    JsonNode bytes = json.path("dataB64");
    if (!time.isIntegralNumber() || stream.isEmpty() || text.isTextual() == bytes.isTextual()) {
      throw new IOException("a line of output needs t, stream, and data or dataB64: " + json);
    }
    try {
      return new OutputLine(
          time.asLong(),
          stream,
          text.isTextual()
              ? ByteString.of(text.asText())
              : ByteString.copyOf(Base64.getDecoder().decode(bytes.asText())));
    } catch (IllegalArgumentException e) {
      throw new IOException("a line of output with a wrong value: " + json, e);
    }
  }
}
