package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.Crate;
import org.wholetale.recordedrun.Provenance;
import org.wholetale.recordedrun.Validator;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileRole;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.TracedProcess;
import org.wholetale.recordedrun.trace.FileKind;

/** The examples, recorded: what others read in their crates and their ReproZip traces. */
class CrateTest {

  private static final RunFolders FOLDERS = new RunFolders("/work/workspace", "/work/data");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"hello", "notebook"})
  void whatIsRecordedIsReadByOthersAsItIs(String example) throws Exception {
    LocalRun runs = new LocalRun(folder);
    Recordedrun.Ended ended =
        runs.run(Path.of("examples/%s/run.yaml".formatted(example)).toAbsolutePath().toString());
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    Recording recording = runs.recording(example, ended);
    assertThat(recording.verification().problems()).isEmpty();
    RunGraph graph = new RunGraph();
    recording.events().forEach(graph::accept);

    new Crate(recording.archive()).mustBeValid(folder);
    new Provenance(recording.archive()).mustBeValid();
    crateSaysAsTheGraphDoes(new Crate(recording.archive()).read(), graph);
    theDepositIsAValidCrateAndStillVerified(recording);
    reproZipReadsTheSame(recording, graph);
  }

  private static void crateSaysAsTheGraphDoes(JsonNode crate, RunGraph graph) {
    JsonNode run = crate.at("/actions/0");
    assertThat(run.path("id").asText()).isEqualTo("#run");
    assertThat(run.path("properties").path("trace.complete").asText()).isEqualTo("true");
    assertThat(Crate.names(run.path("inputs")))
        .isNotEmpty()
        .isEqualTo(
            names(
                graph, file -> file.isFound() && !file.versions().getFirst().readers().isEmpty()));
    Set<String> outputs = new HashSet<>(Crate.names(run.path("outputs")));
    assertThat(outputs.remove("stdout")).isTrue();
    assertThat(outputs.remove("stderr")).isTrue();
    assertThat(outputs)
        .isNotEmpty()
        .isEqualTo(names(graph, file -> file.isWritten() && !file.isRemoved()));
    assertThat(crate.path("license").asText()).isEqualTo("https://spdx.org/licenses/CC-BY-4.0");
    assertThat(crate.at("/authors/0/name").asText()).isEqualTo("Josiah Carberry");
  }

  private void theDepositIsAValidCrateAndStillVerified(Recording recording) throws Exception {
    Path zip = exported(recording, "crate-zip", "deposit.zip");
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = unpacked.resolve(entry.getName());
        Files.createDirectories(file.resolveSibling(""));
        Files.copy(in, file);
      }
    }
    new Crate(unpacked).mustBeValid(folder);
    assertThat(Files.readString(unpacked.resolve("ro-crate-metadata.json")))
        .isEqualTo(Files.readString(recording.archive().resolve("ro-crate-metadata.json")));
    Recordedrun.Ended verified = Recordedrun.in(folder).run("verify", unpacked.toString());
    assertThat(verified.exitCode()).as(verified.toString()).isZero();
  }

  private void reproZipReadsTheSame(Recording recording, RunGraph graph) throws Exception {
    Path trace = exported(recording, "reprozip", "trace.sqlite3");
    Validator.Finding finding =
        Validator.ofPython("python")
            .run(
                folder,
                Path.of("src/test/python/reprozip_read.py").toAbsolutePath().toString(),
                trace.toString());
    assertThat(finding.exit()).as(finding.output()).isZero();
    JsonNode read =
        new ObjectMapper()
            .readTree(finding.output().substring(finding.output().indexOf("{\"processes\"")));

    assertThat(read.path("processes")).hasSameSizeAs(graph.tree().all());
    for (TracedProcess process : graph.tree().all()) {
      JsonNode row = read.path("processes").get(process.number());
      TracedProcess parent = process.parent();
      assertThat(row.path("parent").asInt(0)).isEqualTo(parent == null ? 0 : parent.number() + 1);
      assertThat(row.path("exitcode").asInt(-1))
          .isEqualTo(
              process.exit() == null || process.exit().code() == null ? -1 : process.exit().code());
    }
    assertThat(read.path("executed"))
        .hasSize(graph.tree().all().stream().mapToInt(each -> each.executions().size()).sum());
    assertThat(values(read.path("opened"), "name"))
        .isEqualTo(
            graph.executions().stream()
                .flatMap(execution -> execution.files().stream())
                .filter(use -> use.writes() || !use.isExecuted())
                .map(use -> use.path().toString())
                .collect(Collectors.toSet()));
    assertThat(read.path("files")).isNotEmpty();
  }

  private Path exported(Recording recording, String format, String name) throws Exception {
    Path file = folder.resolve(name);
    Recordedrun.Ended ended =
        Recordedrun.in(folder)
            .run(
                "export",
                recording.archive().toString(),
                "--format",
                format,
                "--output",
                file.toString());
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return file;
  }

  private static Set<String> names(RunGraph graph, Predicate<FileHistory> which) {
    return graph.files().stream()
        .filter(file -> file.kind() == FileKind.FILE)
        .filter(file ->
            Set.of(FileRole.WORKSPACE, FileRole.DATA).contains(FileRole.of(file.path(), FOLDERS)))
        .filter(which)
        .map(file -> file.path().toString())
        .collect(Collectors.toSet());
  }

  private static Set<String> values(JsonNode rows, String column) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.path(column).asText())
        .collect(Collectors.toSet());
  }
}
