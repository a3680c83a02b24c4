package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a tale took of the machine as time went on, thinned out where there is more than a picture
 * can show: of several samples the last one, with the most memory of any.
 *
 * @see "docs/trace-format.md, stats.ndjson"
 */
public final class ResourceSeries {

  /** A wide screen's pixels. */
  private static final int MOST = 2_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record Sample(
      long time,
      @Nullable BigDecimal cpuSeconds,
      @Nullable Long memory,
      @Nullable Long read,
      @Nullable Long written,
      @Nullable Long pids) {

    static Sample of(JsonNode line) {
      return new Sample(
          line.path("t").asLong(),
          line.hasNonNull("cpuSeconds") ? line.path("cpuSeconds").decimalValue() : null,
          number(line, "memoryBytes"),
          number(line, "readBytes"),
          number(line, "writtenBytes"),
          number(line, "pids"));
    }

    Sample joined(Sample later) {
      return new Sample(
          later.time,
          later.cpuSeconds,
          larger(memory, later.memory),
          later.read,
          later.written,
          larger(pids, later.pids));
    }

    void write(JsonGenerator json) throws IOException {
      json.writeStartArray();
      json.writeNumber(time);
      if (cpuSeconds == null) {
        json.writeNull();
      } else {
        json.writeNumber(cpuSeconds);
      }
      for (Long each : new @Nullable Long[] {memory, read, written, pids}) {
        Numbers.write(json, each);
      }
      json.writeEndArray();
    }
  }

  private List<Sample> samples = new ArrayList<>();
  private int joined = 1;
  private int inLast;
  private @Nullable Long memoryPeak;
  private @Nullable Long memoryLimit;

  /** Nothing was counted. */
  public ResourceSeries() {}

  /**
   * Reads {@code stats.ndjson}.
   *
   * @param lines closed by the caller
   * @throws IOException where it cannot be read, or is no such file
   */
  public static ResourceSeries read(InputStream lines) throws IOException {
    ResourceSeries series = new ResourceSeries();
    try (MappingIterator<JsonNode> samples = MAPPER.readerFor(JsonNode.class).readValues(lines)) {
      while (samples.hasNextValue()) {
        series.add(samples.nextValue());
      }
    }
    return series;
  }

  private void add(JsonNode line) {
    memoryPeak = larger(memoryPeak, number(line, "memoryPeakBytes"));
    memoryLimit = larger(memoryLimit, number(line, "memoryLimitBytes"));
    Sample sample = Sample.of(line);
    if (inLast > 0 && inLast < joined) {
      samples.addLast(samples.removeLast().joined(sample));
      inLast++;
    } else {
      samples.add(sample);
      inLast = 1;
    }
    if (samples.size() == 2 * MOST && inLast == joined) {
      halve();
    }
  }

  private void halve() {
    List<Sample> half = new ArrayList<>(MOST);
    for (int i = 0; i < samples.size(); i += 2) {
      half.add(samples.get(i).joined(samples.get(i + 1)));
    }
    samples = half;
    joined *= 2;
    inLast = joined;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("memoryPeak");
    Numbers.write(json, memoryPeak);
    json.writeFieldName("memoryLimit");
    Numbers.write(json, memoryLimit);
    json.writeArrayFieldStart("samples");
    for (Sample sample : samples) {
      sample.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static @Nullable Long number(JsonNode line, String field) {
    return line.hasNonNull(field) ? line.path(field).asLong() : null;
  }

  private static @Nullable Long larger(@Nullable Long a, @Nullable Long b) {
    return Stream.of(a == null ? b : a, b == null ? a : b)
        .filter(each -> each != null)
        .max(Long::compare)
        .orElse(null);
  }
}
