package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions about the runs of kept archives. */
class AnswerCommandsTest {

  private static final String HELLO = "src/test/resources/archives/1.1/hello";
  private static final String GAP = "src/test/resources/archives/1.1/gap";

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @Test
  void inputsAreWhatTheRunFoundAndRead() {
    assertThat(answer("inputs", HELLO)).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            workspace: 2 files
              /srv/tale/workspace/means.py  704 bytes, sha256 6c0d94a980f3..., read by python3
              /srv/tale/workspace/run.sh  416 bytes, sha256 67d569b0c38f..., read by sh
            data: 1 file
              /srv/tale/data/measurements.csv  825 bytes, sha256 240c03ec424d..., read by tail, python3
            image: 49 files
            kernel: 1 file
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void outputsAreWhatTheRunWroteAndLeft() {
    assertThat(answer("outputs", HELLO)).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            workspace: 2 files
              /srv/tale/workspace/results/means.csv  101 bytes, sha256 e1ab90f1c5f3..., written by python3
              /srv/tale/workspace/results/warmest.txt  135 bytes, sha256 3b2131b82f42..., written by awk
            """);
  }

  @Test
  void otherFilesAreNamedOnDemand() {
    assertThat(answer("inputs", "--all", HELLO)).isZero();
    assertThat(out.toString()).contains("image: 49 files\n  /", "libc.so.6");
  }

  @Test
  void theSameIsThereForPrograms() throws JsonProcessingException {
    assertThat(answer("inputs", "--json", HELLO)).isZero();

    JsonNode inputs = new ObjectMapper().readTree(out.toString());
    assertThat(inputs).hasSize(53);
    assertThat(inputs.get(2).path("path").asText()).isEqualTo("/srv/tale/data/measurements.csv");
    assertThat(inputs.get(2).path("sha256").asText()).startsWith("240c03ec424d").hasSize(64);
    assertThat(inputs.get(2).path("readBy")).hasSize(2);
    assertThat(inputs.get(2).at("/readBy/0/executions/0/commandLine").asText())
        .isEqualTo("tail -n +2 ../data/measurements.csv");
  }

  @Test
  void whyShowsWhatMayHaveGoneIntoAFile() {
    assertThat(answer("why", HELLO, "results/means.csv")).isZero();
    assertThat(out.toString())
        .contains("└─ written by python3 means.py ../data/measurements.csv results/means.csv [")
        .contains("├─ read /srv/tale/data/measurements.csv  (data, 825 bytes")
        .contains("├─ read /srv/tale/workspace/means.py")
        .contains("started by:\n  sh run.sh [");
    assertThat(err.toString()).contains("pipes and sockets between processes were not recorded");
  }

  @Test
  void aFileIsFoundByTheEndOfItsName() {
    assertThat(answer("why", HELLO, "means.csv")).isZero();
    assertThat(out.toString()).startsWith("/srv/tale/workspace/results/means.csv  (workspace");
    assertThat(answer("why", HELLO, "./results/../results//means.csv")).isZero();
    assertThat(answer("why", HELLO, "../data/measurements.csv")).isZero();
    assertThat(out.toString()).endsWith("the run did not write it\n");
  }

  @Test
  void impactShowsWhatMayDependOnAFile() {
    assertThat(answer("impact", HELLO, "measurements.csv")).isZero();
    assertThat(out.toString())
        .contains("├─ read by tail -n +2 ../data/measurements.csv")
        .contains("   └─ wrote /srv/tale/workspace/results/means.csv")
        .contains("left by the run:\n  /srv/tale/workspace/results/means.csv  (workspace");
  }

  @Test
  void aLineageIsThereForProgramsAsAGraph() throws JsonProcessingException {
    assertThat(answer("impact", "--json", HELLO, "measurements.csv")).isZero();

    JsonNode impact = new ObjectMapper().readTree(out.toString());
    assertThat(impact.at("/file/path").asText()).isEqualTo("/srv/tale/data/measurements.csv");
    assertThat(impact.path("processes")).hasSize(2);
    assertThat(impact.path("files").findValuesAsText("path"))
        .contains("/srv/tale/workspace/results/means.csv");
    assertThat(impact.path("steps").findValuesAsText("from")).contains("f0", "p1");
  }

  @Test
  void aFileThatTheRunDoesNotKnowIsSaidWithThoseThatAreNear() {
    assertThat(answer("why", HELLO, "nope.csv")).isEqualTo(1);
    assertThat(err.toString())
        .contains("the run opened no file 'nope.csv'; do you mean one of these?")
        .contains("  /srv/tale/workspace/results/means.csv");
    assertThat(out.toString()).isEmpty();

    assertThat(answer("why", HELLO, "absent")).isEqualTo(1);
    assertThat(err.toString()).contains("'absent'; recordedrun inputs and outputs list those");
  }

  @Test
  void aNameThatSeveralFilesEndInIsNotGuessed() {
    assertThat(answer("impact", HELLO, "__init__.cpython-311.pyc")).isEqualTo(1);
    assertThat(err.toString()).containsPattern("\\d files of the run end in '__init__");
  }

  @Test
  void whatTheTraceLacksIsSaid() {
    assertThat(answer("outputs", GAP)).isZero();
    assertThat(err.toString()).contains("the trace is incomplete: ");
  }

  @Test
  void whatIsNoArchiveIsWrongUsage(@TempDir Path empty) {
    assertThat(answer("inputs", empty.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no archive at");
    assertThat(answer("why", HELLO)).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameter: 'FILE'");
  }

  private int answer(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
