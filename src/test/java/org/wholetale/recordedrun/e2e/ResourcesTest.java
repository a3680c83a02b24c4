package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.archive.ManifestFile;

/** An archive tells what a real program has used of a real machine. */
@Execution(ExecutionMode.CONCURRENT)
class ResourcesTest {

  private static final long MIB = 1 << 20;

  /** A second of computing, 64 MiB, five processes beside itself, 8 MiB written. */
  private static final String PROGRAM =
      """
      import os, subprocess, time
      memory = bytearray(os.urandom(1)) * (64 << 20)
      with open("written", "wb") as file:
          file.write(memory[:8 << 20])
          file.flush()
          os.fsync(file.fileno())
      others = [subprocess.Popen(["sleep", "30"]) for _ in range(5)]
      while time.process_time() < 1:
          pass
      for other in others:
          other.kill()
          other.wait()
      """;

  @TempDir static Path folder;
  private static Recording recording;

  @BeforeAll
  static void record() throws IOException, InterruptedException {
    recording = Recordedrun.in(folder).recordProcesses("python3", "-c", PROGRAM);
    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
  }

  @Test
  void timeOnAProcessorOnlyGrowsAndIsWhatTheProgramUsed() throws IOException {
    List<Double> seconds = samples("cpuSeconds").stream().map(JsonNode::asDouble).toList();

    assertThat(seconds).isSorted().hasSizeGreaterThanOrEqualTo(2);
    assertThat(seconds.getLast()).isBetween(1.0, 5.0);
  }

  @Test
  void theMostMemoryIsWhatTheProgramHadAtOnce() throws IOException {
    List<JsonNode> peaks = samples("memoryPeakBytes");
    assumeTrue(!peaks.isEmpty(), "this machine does not count memory");

    assertThat(peaks.getLast().asLong()).isBetween(64 * MIB, 256 * MIB);
    assertThat(samples("memoryBytes").getLast().asLong()).isLessThan(peaks.getLast().asLong());
  }

  @Test
  void processesAreCounted() throws IOException {
    List<Long> counts = samples("pids").stream().map(JsonNode::asLong).toList();
    assumeTrue(!counts.isEmpty(), "this machine does not count processes");

    assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(0L, 6L));
    assertThat(counts.getLast()).as("after the end").isZero();
  }

  @Test
  void whatWasWrittenIsToldWhereTheMachineCountsIt() throws IOException {
    List<JsonNode> written = samples("writtenBytes");
    assumeTrue(!written.isEmpty(), "this machine does not count what is written");

    assertThat(written.getLast().asLong()).isBetween(8 * MIB, 64 * MIB);
  }

  @Test
  void upstreamsFormHasALineForEachSample() throws IOException {
    assertThat(Files.readAllLines(recording.archive().resolve("docker_stats")))
        .hasSameSizeAs(samples("t"))
        .allMatch(line ->
            line.matches(
                "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z - \\d+\\.\\d\\d%, \\S+( \\S+)? / \\S+( \\S+)?, 0 / 0,"
                    + " \\S+( \\S+)? / \\S+( \\S+)?, \\d+"));
  }

  @Test
  void bothAreInTheManifest() {
    assertThat(recording.manifest().files())
        .filteredOn(file -> Map.of("stats.ndjson", "", "docker_stats", "").containsKey(file.path()))
        .extracting(ManifestFile::path, ManifestFile::mediaType)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("docker_stats", "text/plain"),
            org.assertj.core.api.Assertions.tuple("stats.ndjson", "application/x-ndjson"));
    assertThat(recording.verification().problems()).isEmpty();
  }

  @Test
  void noGroupStaysBehind() throws IOException {
    String uid = recording.manifest().run().uid();
    try (Stream<Path> groups =
        Files.find(Path.of("/sys/fs/cgroup"), 6, (path, _) -> path.toString().contains(uid))) {
      assertThat(groups).isEmpty();
    }
  }

  /** The values of a field in all samples that have it, in order. */
  private static List<JsonNode> samples(String field) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return Files.readAllLines(recording.archive().resolve("stats.ndjson")).stream()
        .map(line -> parsed(mapper, line))
        .filter(sample -> sample.has(field))
        .map(sample -> sample.get(field))
        .toList();
  }

  private static JsonNode parsed(ObjectMapper mapper, String line) {
    try {
      return mapper.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
