package org.wholetale.recordedrun.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.Crate;
import org.wholetale.recordedrun.provenance.RunRecord;

class RunCrateTest {

  private static final List<ArchivedFile> ARCHIVE =
      List.of(
          new ArchivedFile(
              "events/000000.ndjson.zst", 3, RecordedRuns.SHA256, "application/x-ndjson+zstd"),
          new ArchivedFile(
              "outputs/results/kept.csv", 3, RecordedRuns.SHA256, "application/octet-stream"),
          new ArchivedFile("outputs/results/k é%.csv", 3, RecordedRuns.SHA256, "text/plain"),
          new ArchivedFile("stdout", 3, RecordedRuns.SHA256, "application/octet-stream"));

  @TempDir Path folder;

  @Test
  void aCrateIsValidAndReadAsTheGraphIs() throws Exception {
    Path crate = Files.createDirectory(folder.resolve("crate"));
    for (ArchivedFile file : ARCHIVE) {
      Path path = crate.resolve(file.path());
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, "abc");
    }
    try (OutputStream out = Files.newOutputStream(crate.resolve(RunCrate.METADATA))) {
      RunCrate.write(RecordedRuns.eventful(), ARCHIVE, out);
    }

    new Crate(crate).mustBeValid(folder);
    JsonNode read = new Crate(crate).read();

    assertThat(read.at("/name").asText()).isEqualTo("Means of \"all\" <stations>");
    assertThat(read.at("/license").asText()).isEqualTo("https://spdx.org/licenses/CC-BY-4.0");
    assertThat(read.at("/authors/0/id").asText())
        .isEqualTo("https://orcid.org/0000-0002-1825-0097");
    assertThat(read.at("/authors/1/name").asText()).isEqualTo("Ada L.");
    JsonNode run = action(read, "#run");
    assertThat(run.path("status").asText()).isEqualTo("http://schema.org/FailedActionStatus");
    assertThat(run.path("image").asText()).isEqualTo("cc".repeat(32));
    assertThat(Crate.names(run.path("inputs")))
        .containsExactlyInAnyOrder(
            "/work/workspace/run.sh",
            "/work/workspace/changed",
            "/work/data/counts.csv",
            "/work/data/copy of counts.csv");
    assertThat(Crate.names(run.path("outputs")))
        .containsExactlyInAnyOrder(
            RecordedRuns.HOSTILE,
            "/work/workspace/changed",
            "/work/workspace/results/kept.csv",
            "stdout");
  }

  @Test
  void whatTheArchiveHoldsIsThatFileAndAnyOtherHasAnAbsoluteUri() throws IOException {
    String crate = crate(RecordedRuns.eventful());

    String content = "ni:///sha-256;ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0?path=";
    assertThat(crate)
        .contains(
            "\"@id\":\"outputs/results/kept.csv\",\"@type\":\"File\",\"name\":\"/work/workspace/results/kept.csv\"")
        // two files of one content stay two
        .contains("\"@id\":\"" + content + "/work/data/counts.csv\"")
        .contains("\"@id\":\"" + content + "/work/data/copy%20of%20counts.csv\"")
        .contains("/work/workspace/a%0A%22%3Cscript%3E%2541%20%C3%A9.csv\",\"@type\":\"File\"")
        .contains("\"sha256\":\"" + RecordedRuns.SHA256 + "\"");
    assertThat(crate)
        .as("of the versions before the last nothing tells what they held")
        .contains("\"@id\":\"urn:uuid:");
  }

  @Test
  void eachExecutionThatUsedTheTalesFilesIsAnActionAndNoFileOfTheSystemIsTold() throws Exception {
    Path crate = Files.createDirectory(folder.resolve("crate"));
    Files.writeString(crate.resolve(RunCrate.METADATA), crate(RecordedRuns.eventful()));

    JsonNode read = new Crate(crate).read();

    JsonNode script = action(read, "#execution-1");
    assertThat(script.path("instrument").asText()).isEqualTo("python3.11");
    assertThat(script.path("environment").path("SEED").asText()).isEqualTo("42");
    assertThat(script.path("status").asText()).isEqualTo("http://schema.org/FailedActionStatus");
    assertThat(Crate.names(script.path("inputs")))
        .containsExactlyInAnyOrder(
            "/work/data/counts.csv", "/work/data/copy of counts.csv", "/work/workspace/changed");
    assertThat(Crate.names(script.path("outputs")))
        .containsExactlyInAnyOrder(RecordedRuns.HOSTILE, "/work/workspace/changed");
    // What it read of the file that it wrote is what the other one had written.
    JsonNode shell = action(read, "#execution-0");
    Set<String> own = ids(shell.path("outputs"));
    assertThat(ids(shell.path("inputs"))).containsAnyElementsOf(ids(script.path("outputs")));
    assertThat(ids(script.path("outputs"))).doesNotContainAnyElementsOf(own);
    assertThat(Crate.names(read.path("parts"))).noneMatch(name -> name.startsWith("/usr/"));
  }

  @Test
  void whatIsMissingOfTheTraceIsSaid() throws Exception {
    Path crate = Files.createDirectory(folder.resolve("crate"));
    Files.writeString(crate.resolve(RunCrate.METADATA), crate(RecordedRuns.eventful()));

    JsonNode read = new Crate(crate).read();

    assertThat(read.path("description").asText())
        .contains("signal 9 ended it", "Its trace is incomplete: 3 events lost, 1 gap.");
    JsonNode properties = action(read, "#run").path("properties");
    assertThat(properties.path("trace.complete").asText()).isEqualTo("false");
    assertThat(properties.path("trace.lost").asText()).isEqualTo("3");
    assertThat(properties.path("trace.truncated").asText()).isEqualTo("1");
    assertThat(properties.path("trace.redacted").asText()).isEqualTo("2");
    assertThat(properties.path("trace.gap").asText())
        .isEqualTo("from 26000 to 27000 ns: the kernel's buffer was full; events lost: 3");
    assertThat(properties.path("trace.coverage").asText()).isEqualTo("io_uring was used");
  }

  @Test
  void theSameRunHasTheSameBytes() throws IOException {
    assertThat(crate(RecordedRuns.eventful())).isEqualTo(crate(RecordedRuns.eventful()));
  }

  @Test
  void aHundredThousandFilesAreWrittenAsTheyCome() throws IOException {
    int files = 100_000;
    long[] written = new long[2];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written[0] += length;
            written[1] = Math.max(written[1], length);
          }
        };

    RunCrate.write(RecordedRuns.ofFiles(files), List.of(), counting);

    assertThat(written[0]).as("bytes in all").isBetween(files * 100L, files * 1000L);
    assertThat(written[1]).as("bytes at once").isLessThan(100_000);
  }

  private static String crate(RunRecord run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RunCrate.write(run, ARCHIVE, out);
    return out.toString(UTF_8);
  }

  private static JsonNode action(JsonNode read, String id) {
    return StreamSupport.stream(read.path("actions").spliterator(), false)
        .filter(action -> action.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> ids(JsonNode files) {
    return StreamSupport.stream(files.spliterator(), false)
        .map(file -> file.path("id").asText())
        .collect(java.util.stream.Collectors.toSet());
  }
}
