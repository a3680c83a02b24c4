package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a control group have used up to a moment: a line of {@code stats.ndjson}.
 * Null is what the node cannot tell.
 *
 * @param t the moment, in nanoseconds on the trace's clock
 * @param cpuSeconds time on a processor, all processes together
 * @param memoryBytes memory in use, cached files included
 * @param memoryPeakBytes the most that it ever was
 * @param memoryLimitBytes the most that it may be: the group's limit, or all that the machine has
 * @param readBytes read from block devices
 * @param writtenBytes written to block devices
 * @param pids how many processes and threads there are
 * @see "docs/trace-format.md, stats.ndjson"
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record ResourceSample(
    long t,
    @Nullable BigDecimal cpuSeconds,
    @Nullable Long memoryBytes,
    @Nullable Long memoryPeakBytes,
    @Nullable Long memoryLimitBytes,
    @Nullable Long readBytes,
    @Nullable Long writtenBytes,
    @Nullable Long pids) {

  /** The files of control groups that are read, of either version. */
  static final Set<String> FILES =
      Set.of(
          "cpu.stat",
          "cpuacct.usage",
          "memory.current",
          "memory.usage_in_bytes",
          "memory.peak",
          "memory.max_usage_in_bytes",
          "memory.max",
          "memory.limit_in_bytes",
          "io.stat",
          "blkio.throttle.io_service_bytes_recursive",
          "blkio.bfq.io_service_bytes_recursive",
          "pids.current");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private static final int NANOS = 9;
  private static final int MICROS = 6;

  /**
   * What the files say. One that is missing, or says something else than the kernel would, leaves
   * its figure out.
   *
   * @param files their content, by name
   * @param machineMemory all that the machine has, in bytes; null where that is not known
   */
  static ResourceSample parse(long t, Map<String, String> files, @Nullable Long machineMemory) {
    ControlFiles read = new ControlFiles(files);
    BigDecimal microseconds = read.keyed("cpu.stat", "usage_usec").orElse(null);
    BigDecimal cpu =
        microseconds == null
            ? read.number("cpuacct.usage").map(nanos -> nanos.movePointLeft(NANOS)).orElse(null)
            : microseconds.movePointLeft(MICROS);
    Long memory = read.first("memory.current", "memory.usage_in_bytes");
    return new ResourceSample(
        t,
        cpu,
        memory,
        read.first("memory.peak", "memory.max_usage_in_bytes"),
        memory == null
            ? null
            : smaller(read.first("memory.max", "memory.limit_in_bytes"), machineMemory),
        read.transferred("rbytes", "Read"),
        read.transferred("wbytes", "Write"),
        read.first("pids.current"));
  }

  private static @Nullable Long smaller(@Nullable Long limit, @Nullable Long machine) {
    return Stream.of(Optional.ofNullable(limit), Optional.ofNullable(machine))
        .flatMap(Optional::stream)
        .min(Long::compare)
        .orElse(null);
  }

  /** Whether the files told nothing. */
  @JsonIgnore
  boolean isEmpty() {
    return cpuSeconds == null
        && memoryBytes == null
        && memoryPeakBytes == null
        && readBytes == null
        && writtenBytes == null
        && pids == null;
  }

  static ResourceSample parse(String line) throws JsonProcessingException {
    return MAPPER.readValue(line, ResourceSample.class);
  }

  /** As one line. */
  String toJson() throws JsonProcessingException {
    return MAPPER.writeValueAsString(this);
  }
}
