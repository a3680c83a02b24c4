package org.wholetale.recordedrun.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.Lineage;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.TracedProcess;

/**
 * What {@code why} and {@code impact} answer of runs at random is written down, for the page's own
 * answers to be held against it (src/web/tests/lineage.spec.ts).
 */
class LineagesTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/org/wholetale/recordedrun/report/lineages.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theAnswersThatThePageIsHeldAgainstAreThoseOfTheCommands() throws IOException {
    ArrayNode runs = JSON.createArrayNode();
    for (long seed = 0; seed < 10; seed++) {
      runs.add(answers(RandomRun.record(seed, seed % 2 == 1)));
    }
    String text = JSON.writeValueAsString(runs).replace("},{\"data\"", "},\n{\"data\"") + "\n";

    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }

  private static ObjectNode answers(RunRecord run) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Report.open()
        .writeData(
            run, new ReportSupplement(new ResourceSeries(), new PrintedOutput(), List.of()), data);
    ObjectNode answers = JSON.createObjectNode();
    answers.set("data", JSON.readTree(data.toString(UTF_8)));
    ArrayNode files = answers.putArray("answers");
    for (FileHistory file : run.graph().files()) {
      ObjectNode answer = files.addObject().put("path", file.path().toString());
      Lineage into = Lineage.into(run.graph(), file);
      answer.set("into", lineage(into, into.found()));
      Lineage outOf = Lineage.outOf(run.graph(), file);
      answer.set("outOf", lineage(outOf, outOf.left()));
    }
    return answers;
  }

  private static ObjectNode lineage(Lineage lineage, Collection<FileHistory> files) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode paths = answer.putArray("files");
    files.forEach(file -> paths.add(file.path().toString()));
    ArrayNode pids = answer.putArray("processes");
    lineage.processes().stream().map(TracedProcess::pid).sorted().forEach(pids::add);
    return answer;
  }
}
