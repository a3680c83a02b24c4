package org.wholetale.recordedrun.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.Validator;
import org.wholetale.recordedrun.provenance.RunRecord;

class ReproZipTraceTest {

  @TempDir Path folder;

  @Test
  void reproZipReadsTheSameProcessesAndFiles() throws Exception {
    JsonNode read = read(RecordedRuns.eventful());

    assertThat(strings(read.path("processes"), "id", "parent", "exitcode", "is_thread"))
        .containsExactly("1 null 265 0", "2 1 1 0", "3 1 0 0"); // 265: signal 9, marked
    assertThat(strings(read.path("executed"), "name", "process", "workingdir"))
        .containsExactly("/bin/sh 1 /work/workspace", "/usr/bin/python3.11 2 /work/workspace");
    assertThat(read.at("/executed/1/argv").asText()).isEqualTo("python3\0./means.py\0it's\0");
    assertThat(read.at("/executed/1/envp").asText()).isEqualTo("SEED=42\0");
    assertThat(strings(read.path("opened"), "name", "mode", "process", "timestamp"))
        .contains(
            "/work/data/counts.csv 1 2 11000",
            "/tmp/scratch 2 2 13000",
            "/work/workspace/changed 1 2 16000",
            "/work/workspace/changed 2 2 16000",
            RecordedRuns.HOSTILE + " 2 2 14000",
            RecordedRuns.HOSTILE + " 1 1 20000",
            RecordedRuns.HOSTILE + " 2 1 21000",
            "/work/workspace/results/kept.csv 2 3 29000");
    assertThat(strings(read.path("files")))
        .as("all but those that it only wrote")
        .contains("/work/data/counts.csv", "/work/workspace/changed")
        .doesNotContain("/work/workspace/results/kept.csv");
  }

  @Test
  void whatIsMissingOfTheTraceIsSaid() throws Exception {
    JsonNode told = read(RecordedRuns.eventful()).path("told");

    assertThat(told.path("trace.complete").asText()).isEqualTo("false");
    assertThat(told.path("trace.lost").asText()).isEqualTo("3");
    assertThat(told.path("trace.gap").asText()).contains("the kernel's buffer was full");
  }

  @Test
  void theSameRunHasTheSameBytes() throws IOException {
    assertThat(trace(RecordedRuns.eventful())).isEqualTo(trace(RecordedRuns.eventful()));
  }

  private JsonNode read(RunRecord run) throws IOException, InterruptedException {
    Path file = folder.resolve("trace.sqlite3");
    Files.write(file, trace(run));
    Validator.Finding finding =
        Validator.ofPython("python")
            .run(
                folder,
                Path.of("src/test/python/reprozip_read.py").toAbsolutePath().toString(),
                file.toString());
    assertThat(finding.exit()).as(finding.output()).isZero();
    String output = finding.output();
    // Warnings about what it thinks of the run come first.
    return new ObjectMapper().readTree(output.substring(output.indexOf("{\"processes\"")));
  }

  private static byte[] trace(RunRecord run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReproZipTrace.write(run, out);
    return out.toByteArray();
  }

  private static List<String> strings(JsonNode rows, String... columns) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row ->
            columns.length == 0
                ? row.asText()
                : String.join(
                    " ", List.of(columns).stream().map(name -> row.path(name).asText()).toList()))
        .toList();
  }
}
