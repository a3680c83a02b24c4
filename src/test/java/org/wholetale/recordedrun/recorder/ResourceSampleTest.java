package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From the kernel's files to a line of stats.ndjson. */
class ResourceSampleTest {

  private static final long MACHINE = 4L << 30;

  private static final Map<String, String> V2 =
      Map.of(
          "cpu.stat",
          "usage_usec 1250000\nuser_usec 1000000\nsystem_usec 250000\n",
          "memory.current",
          "67108864\n",
          "memory.peak",
          "70000000\n",
          "memory.max",
          "2147483648\n",
          "io.stat",
          """
          254:0 rbytes=4096 wbytes=8388608 rios=1 wios=9 dbytes=0 dios=0
          7:1 rbytes=1024 wbytes=0 rios=1 wios=0 dbytes=0 dios=0
          """,
          "pids.current",
          "6\n");

  private static final Map<String, String> V1 =
      Map.of(
          "cpuacct.usage", "1250000999\n",
          "memory.usage_in_bytes", "67108864\n",
          "memory.max_usage_in_bytes", "70000000\n",
          "memory.limit_in_bytes", "9223372036854771712\n",
          "blkio.throttle.io_service_bytes_recursive",
              """
              254:0 Read 4096
              254:0 Write 8388608
              254:0 Sync 8392704
              254:0 Async 0
              254:0 Discard 0
              254:0 Total 8392704
              7:1 Read 1024
              7:1 Write 0
              Total 8393728
              """,
          "pids.current", "6\n");

  @Test
  void v2IsRead() throws JsonProcessingException {
    assertThat(ResourceSample.parse(7, V2, MACHINE).toJson())
        .isEqualTo(
            "{\"t\":7,\"cpuSeconds\":1.250000,\"memoryBytes\":67108864,\"memoryPeakBytes\":70000000,"
                + "\"memoryLimitBytes\":2147483648,\"readBytes\":5120,\"writtenBytes\":8388608,"
                + "\"pids\":6}");
  }

  @Test
  void v1IsRead() throws JsonProcessingException {
    assertThat(ResourceSample.parse(7, V1, MACHINE).toJson())
        .isEqualTo(
            "{\"t\":7,\"cpuSeconds\":1.250000999,\"memoryBytes\":67108864,\"memoryPeakBytes\":70000000,"
                + "\"memoryLimitBytes\":4294967296,\"readBytes\":5120,\"writtenBytes\":8388608,"
                + "\"pids\":6}");
  }

  @Test
  void aLineIsReadAsItWasWritten() throws JsonProcessingException {
    ResourceSample sample = ResourceSample.parse(7, V2, MACHINE);

    assertThat(ResourceSample.parse(sample.toJson())).isEqualTo(sample);
    assertThat(ResourceSample.parse("{\"t\": 1, \"aFigureToCome\": 2}").t()).isEqualTo(1);
  }

  static Stream<Arguments> otherContents() {
    return Stream.of(
        // v2 counts processors without any controller, v1 the rest: a hybrid machine
        Arguments.of(
            "{'cpu.stat': 'usage_usec 20', 'pids.current': '2'}",
            "{\"t\":0,\"cpuSeconds\":0.000020,\"pids\":2}"),
        // v1's cpu controller has a cpu.stat of its own, that does not say it
        Arguments.of(
            "{'cpu.stat': 'nr_periods 0\nnr_throttled 0', 'cpuacct.usage': '5'}",
            "{\"t\":0,\"cpuSeconds\":0.000000005}"),
        // no limit but the machine's, no peak before Linux 5.19
        Arguments.of(
            "{'memory.current': '10', 'memory.max': 'max'}",
            "{\"t\":0,\"memoryBytes\":10,\"memoryLimitBytes\":4294967296}"),
        // a limit without a figure is none of the tale's
        Arguments.of("{'memory.max': '4096'}", "{\"t\":0}"),
        // v2 names no device before there was any input or output
        Arguments.of("{'io.stat': ''}", "{\"t\":0,\"readBytes\":0,\"writtenBytes\":0}"),
        // v1 names none where the kernel does not count either
        Arguments.of("{'blkio.throttle.io_service_bytes_recursive': 'Total 0'}", "{\"t\":0}"),
        // a disk with v1's other scheduler
        Arguments.of(
            "{'blkio.throttle.io_service_bytes_recursive': 'Total 0',"
                + "'blkio.bfq.io_service_bytes_recursive': '8:0 Read 3\n8:0 Write 4\nTotal 7'}",
            "{\"t\":0,\"readBytes\":3,\"writtenBytes\":4}"),
        Arguments.of("{}", "{\"t\":0}"));
  }

  @ParameterizedTest
  @MethodSource("otherContents")
  void whatIsNotToldIsLeftOut(String files, String json) throws JsonProcessingException {
    assertThat(ResourceSample.parse(0, contents(files), MACHINE).toJson()).isEqualTo(json);
  }

  static Stream<String> nonsense() {
    return Stream.of(
        "{'cpu.stat': 'usage_usec'}",
        "{'cpu.stat': 'usage_usec many'}",
        "{'cpuacct.usage': '-5'}",
        "{'memory.current': ''}",
        "{'memory.current': '1e9'}",
        "{'pids.current': '1 2'}",
        "{'pids.current': '%s'}".formatted("9".repeat(100)),
        "{'blkio.throttle.io_service_bytes_recursive': '254:0 Read'}",
        "{'blkio.throttle.io_service_bytes_recursive': '254:0 Write x'}",
        "{'something.else': '1'}");
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void whatTheKernelWouldNotSayIsNoFigure(String files) {
    assertThat(ResourceSample.parse(0, contents(files), MACHINE).isEmpty()).isTrue();
  }

  @Test
  void aDeviceOfWhichNothingIsToldDoesNotHideOthers() {
    Map<String, String> files =
        Map.of("io.stat", "7:0 \n254:0 rbytes=x wbytes=1\n254:1 rbytes=2 wbytes=3\n");

    assertThat(ResourceSample.parse(0, files, null))
        .extracting(ResourceSample::readBytes, ResourceSample::writtenBytes)
        .containsExactly(2L, 4L);
  }

  /** {@code {'name': 'content', ...}}, which reads better in a table than escaped quotes. */
  private static Map<String, String> contents(String files) {
    Map<String, String> contents = new HashMap<>();
    java.util.regex.Pattern.compile("'([^']*)': '([^']*)'")
        .matcher(files)
        .results()
        .forEach(file -> contents.put(file.group(1), file.group(2)));
    return contents;
  }
}
