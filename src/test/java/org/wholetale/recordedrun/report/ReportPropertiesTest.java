package org.wholetale.recordedrun.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.open;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.OutputLine;

/** What holds of a report whatever a tale calls its files, is given as arguments, and prints. */
class ReportPropertiesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 500)
  void nothingIsMarkupOrHiddenAndAllOfItIsThere(@ForAll("texts") String text) throws IOException {
    RunGraph graph = new RunGraph();
    graph.accept(exec(1, 7, "sh", text));
    graph.accept(open(2, 7, READ, "/work/workspace/" + text.replace('/', '_'), 1));
    PrintedOutput printed = new PrintedOutput();
    printed.accept(new OutputLine(1, "stdout", ByteString.of(text)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Report.open()
        .writeData(
            new RunRecord(HostileRun.record().description(), graph, new FileContents()),
            new ReportSupplement(new ResourceSeries(), printed, List.of(text)),
            out);
    String data = out.toString(UTF_8);

    assertThat(data.codePoints())
        .allMatch(ShellText::isVisible)
        .doesNotContain((int) '<', (int) '>');
    JsonNode shown = JSON.readTree(data);
    assertThat(shown.at("/remarks/0").asText()).isEqualTo(VisibleText.words(text));
    assertThat(shown.at("/files/0/1").asText())
        .isEqualTo("/" + VisibleText.words(text.replace('/', '_')));
    assertThat(shown.path("texts"))
        .extracting(JsonNode::asText)
        .contains("sh " + ShellText.quote(ByteString.of(text)));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> nasty =
        Arbitraries.of(
            "</script>", "<!--", "-->", "]]>", "\u2028", "\u202e", "\\", "'", "\n", "&lt;");
    return Arbitraries.oneOf(nasty, Arbitraries.strings().ofMaxLength(8))
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts).replace("\0", ""));
  }
}
