package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What all processes of a run took of the machine, as {@code stats.ndjson} tells; each null where
 * the node could not.
 *
 * @param cpuSeconds time on processors
 * @param memoryPeakBytes the most memory that was in use at once, cached files included
 * @param readBytes read from block devices
 * @param writtenBytes written to block devices
 */
public record ResourceTotals(
    @Nullable Double cpuSeconds,
    @Nullable Long memoryPeakBytes,
    @Nullable Long readBytes,
    @Nullable Long writtenBytes) {

  /** The name under which the samples that they come of lie in an archive. */
  public static final String FILE_NAME = "stats.ndjson";

  /** Nothing is known. */
  public static final ResourceTotals UNKNOWN = new ResourceTotals(null, null, null, null);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads {@code stats.ndjson}: the last line has the sums.
   *
   * @param lines closed by the caller
   * @throws IOException where it cannot be read
   */
  public static ResourceTotals read(InputStream lines) throws IOException {
    ResourceTotals totals = UNKNOWN;
    try (MappingIterator<JsonNode> samples = JSON.readerFor(JsonNode.class).readValues(lines)) {
      while (samples.hasNextValue()) {
        JsonNode sample = samples.nextValue();
        totals =
            new ResourceTotals(
                sample.has("cpuSeconds")
                    ? Double.valueOf(sample.path("cpuSeconds").asDouble())
                    : totals.cpuSeconds(),
                number(sample, "memoryPeakBytes", totals.memoryPeakBytes()),
                number(sample, "readBytes", totals.readBytes()),
                number(sample, "writtenBytes", totals.writtenBytes()));
      }
    }
    return totals;
  }

  private static @Nullable Long number(JsonNode sample, String field, @Nullable Long before) {
    return sample.has(field) ? Long.valueOf(sample.path(field).asLong()) : before;
  }

  ObjectNode json() {
    return AnswerJson.object()
        .put("cpuSeconds", cpuSeconds)
        .put("memoryPeakBytes", memoryPeakBytes)
        .put("readBytes", readBytes)
        .put("writtenBytes", writtenBytes);
  }
}
