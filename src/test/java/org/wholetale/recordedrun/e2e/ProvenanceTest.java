package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wholetale.recordedrun.CprReport;
import org.wholetale.recordedrun.format.Format;

/** What examples/hello, recorded for real, comes to in the formats that others read. */
class ProvenanceTest {

  @TempDir static Path folder;
  private static Recording recording;
  private static CprReport report;

  @BeforeAll
  static void recordHello() throws IOException, InterruptedException {
    LocalRun runs = new LocalRun(folder);
    Recordedrun.Ended ended =
        runs.run(Path.of("examples/hello/run.yaml").toAbsolutePath().toString());
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    recording = runs.recording("hello", ended);
    report = CprReport.of(recording.archive().resolve("provenance/run.nt"));
  }

  @Test
  void cprNamesTheProgramsThatWereExecuted() throws IOException {
    assertThat(report.shipped("executed-programs"))
        .containsExactlyElementsOf(
            Stream.of("awk", "cat", "mkdir", "python3", "sh", "sort", "tail")
                .map(ProvenanceTest::program)
                .sorted()
                .map(program -> program + " | 1")
                .toList());
  }

  @Test
  void cprTellsWhatWasReadByWhom() throws IOException {
    assertThat(report.shipped("files-read"))
        .containsExactlyInAnyOrder(
            program("sh") + " | ./run.sh | sw",
            program("tail") + " | ../data/measurements.csv | in",
            program("cat") + " | ./results/warmest.txt | out",
            program("python3") + " | ./means.py | sw",
            program("python3") + " | ../data/measurements.csv | in");
  }

  /** The shell opens what awk's output is redirected to. */
  @Test
  void cprTellsWhatWasWrittenByWhom() throws IOException {
    assertThat(report.shipped("files-written"))
        .containsExactlyInAnyOrder(
            program("sh") + " | ./results/warmest.txt | out",
            program("python3") + " | ./results/means.csv | out");
  }

  @Test
  void cprSumsTheRunUp() throws IOException {
    assertThat(report.shipped("run-summary"))
        .containsExactly("hello | sh run.sh | 0 |  | complete | 7 | 7");
  }

  /** As CPR's own examples ask, github.com/CIRSS/cpr, query-2-select-files-read.sh. */
  @Test
  void cprsOwnQueriesFindWhatTheyLookFor() {
    assertThat(
            report.rows(
                """
                PREFIX cpr: <http://cirss.illinois.edu/ns/cpr#>
                PREFIX os: <http://cirss.illinois.edu/ns/cpr/os#>
                PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
                SELECT DISTINCT ?reader ?file ?role
                WHERE {
                  ?access rdf:type os:FileAccess .
                  ?access os:accessMode cpr:Read .
                  ?process os:performedAccess ?access .
                  ?exec os:startedProcess ?process .
                  ?exec os:executedFile ?reader .
                  ?access os:resourcePath ?resource .
                  ?resource os:relativePath ?file .
                  ?access os:resourceRole ?role .
                } ORDER BY ?reader ?file ?role
                """))
        .contains(program("tail") + " | ../data/measurements.csv | in");
  }

  /** A crate's preview lists what has come into the archive by then. */
  @ParameterizedTest
  @EnumSource(names = {"CPR", "PROV", "RO_CRATE"})
  void exportGivesWhatLiesInTheArchive(Format format, @TempDir Path to) throws Exception {
    Recordedrun.Ended ended =
        Recordedrun.in(to)
            .run(
                "export",
                recording.archive().toString(),
                "--format",
                format.toString(),
                "--output",
                "exported");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(to.resolve("exported"))
        .hasSameBinaryContentAs(recording.archive().resolve(format.path().orElseThrow()));
  }

  @Test
  void theManifestListsThemAndNothingWasLeftOut() {
    assertThat(recording.verification().problems()).isEmpty();
    assertThat(recording.manifest().omitted()).isEmpty();
    assertThat(recording.manifest().files())
        .extracting(file -> file.path() + " " + file.mediaType())
        .contains(
            "provenance/run.nt application/n-triples",
            "provenance/prov.jsonld application/ld+json");
  }

  /** Where the tale finds a program, links followed: distributions differ in that. */
  private static String program(String name) {
    return Stream.of("/usr/local/bin", "/usr/bin", "/bin")
        .map(bin -> Path.of(bin, name))
        .filter(Files::exists)
        .findFirst()
        .map(file -> {
          try {
            return file.toRealPath().toString();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        })
        .orElseThrow();
  }
}
