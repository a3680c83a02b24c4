package org.wholetale.recordedrun.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.OpenFlags;

class ReportTest {

  /** Also what the page is tested with, in src/web/tests. */
  private static final Path GOLDEN =
      Path.of("src/test/resources/org/wholetale/recordedrun/report/hostile.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatThePageIsMadeFromIsTheGoldenFile() throws IOException {
    String data = data(HostileRun.record(), ReportLimits.DEFAULT);

    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN.resolveSibling(""));
      Files.writeString(GOLDEN, data);
    }
    assertThat(JSON.readTree(data)).isEqualTo(JSON.readTree(Files.readString(GOLDEN)));
    assertThat(data).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void nothingOfTheRunIsMarkupInThePage() throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    Report.open().write(HostileRun.record(), HostileRun.supplement(), page);

    assertThat(page.toString(UTF_8))
        .doesNotContain("alert(1)<", "<img", "<!--", "\u2028", "\u202e", "@@")
        .contains("\\u003Cimg src=x onerror=alert(1)\\u003E");
    assertThat(page.toString(UTF_8).split("</script>", -1)).hasSize(3);
  }

  @Test
  void whatIsBeyondTheLimitsIsLeftOutAndCounted() throws IOException {
    JsonNode data = JSON.readTree(data(HostileRun.record(), new ReportLimits(2, 3, 1, 0, 0)));

    assertThat(data.path("processes")).hasSize(2);
    assertThat(data.path("executions")).hasSize(2);
    assertThat(data.path("files")).hasSize(3);
    // Of the first two files the one use each, the second of which is one too many.
    assertThat(data.at("/files/0/7")).hasSize(0);
    assertThat(data.at("/files/0/8").asInt()).isEqualTo(1);
    assertThat(data.at("/files/1/7")).hasSize(1);
    assertThat(data.at("/files/2/8").asInt()).isEqualTo(1);
    assertThat(data.path("channels")).isEmpty();
    assertThat(data.path("network")).isEmpty();
    assertThat(data.at("/counts/processes").asInt()).isEqualTo(5);
    assertThat(data.at("/counts/files").asInt()).isEqualTo(6);
    assertThat(data.at("/counts/channels").asInt()).isEqualTo(1);
    assertThat(data.at("/counts/network").asInt()).isEqualTo(1);
  }

  @Test
  void aRunOf500ProcessesAnd5000FilesIsBelowTwoMegabytes() throws IOException {
    RunGraph graph = new RunGraph();
    FileContents contents = new FileContents();
    graph.accept(exec(1, 1, "sh", "run.sh"));
    long time = 2;
    for (int process = 2; process <= 500; process++) {
      graph.accept(fork(time++, 1, process));
      graph.accept(exec(time++, process, "python3", "step.py", "--number", "" + process));
      for (int library = 0; library < 40; library++) {
        graph.accept(open(time++, process, READ, "/usr/lib/python3/lib" + library, library));
      }
      for (int file = 0; file < 10; file++) {
        int inode = 10_000 + process * 10 + file;
        String path = "/work/workspace/results/step-%d/file-%d.csv".formatted(process, file);
        graph.accept(open(time++, process, WRITE, path, inode, OpenFlags.CREATED));
        graph.accept(close(time++, process, path, inode));
        contents.add(
            new FileId("254:0", inode),
            new FileContents.Content(1234, "%064x".formatted(inode * 123_456_789L)));
      }
      graph.accept(exit(time++, process, 0));
    }
    RunRecord run = new RunRecord(HostileRun.record().description(), graph, contents);

    ByteArrayOutputStream page = new ByteArrayOutputStream();
    Report.open()
        .write(
            run, new ReportSupplement(new ResourceSeries(), new PrintedOutput(), List.of()), page);

    assertThat(graph.files()).hasSizeGreaterThan(5000);
    assertThat(page.size()).isLessThan(2_000_000);
  }

  private static String data(RunRecord run, ReportLimits limits) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Report.open().within(limits).writeData(run, HostileRun.supplement(), out);
    return out.toString(UTF_8);
  }
}
