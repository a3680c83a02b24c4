package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileNames;
import org.wholetale.recordedrun.provenance.FileNames.NoSuchFileException;
import org.wholetale.recordedrun.provenance.Lineage;
import org.wholetale.recordedrun.provenance.LineageJson;
import org.wholetale.recordedrun.provenance.LineageText;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A question about where one file comes from, or what comes of it. */
abstract class LineageCommand extends AnswerCommand {

  /** The label of a parameter that no folder, archive or run of this machine can be. */
  static final String FILE = "FILE";

  @Parameters(
      index = "1",
      paramLabel = FILE,
      description =
          "A file of the run: absolute, relative to the workspace, or the end of its name.")
  private String file = "";

  @Option(names = "--all", description = "Name the files of the image and the system too.")
  private boolean all;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "25",
      description = "How many steps the tree is drawn (${DEFAULT-VALUE}).")
  private int depth;

  LineageCommand(Map<String, String> environment) {
    super(environment);
  }

  abstract Lineage lineage(RunGraph graph, FileHistory start);

  @Override
  final Set<RecordedKind> needed() {
    return Set.of(RecordedKind.FILES, RecordedKind.CHANNELS);
  }

  @Override
  final String text(RunRecord run) throws NoSuchFileException {
    Lineage lineage = lineage(run.graph(), FileNames.find(run, file));
    return new LineageText(run, lineage, all, depth).text();
  }

  @Override
  final JsonNode json(RunRecord run) throws NoSuchFileException {
    return LineageJson.of(run, lineage(run.graph(), FileNames.find(run, file)));
  }
}
