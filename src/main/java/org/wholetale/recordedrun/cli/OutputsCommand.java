package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.wholetale.recordedrun.provenance.FileList;
import org.wholetale.recordedrun.provenance.FileListJson;
import org.wholetale.recordedrun.provenance.FileListText;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recordedrun outputs}: the files that a run wrote and left. */
@Command(
    name = "outputs",
    mixinStandardHelpOptions = true,
    description = {
      "List the files that the run wrote and left: those of the workspace and the data, all others"
          + " in figures.",
      AnswerCommand.EXITS
    })
final class OutputsCommand extends AnswerCommand {

  @Option(names = "--all", description = "Name the files of scratch folders and others too.")
  private boolean all;

  OutputsCommand() {
    this(System.getenv());
  }

  OutputsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<RecordedKind> needed() {
    return Set.of(RecordedKind.FILES);
  }

  @Override
  String text(RunRecord run) {
    return FileListText.of(FileList.outputs(run), "written", all);
  }

  @Override
  JsonNode json(RunRecord run) {
    return FileListJson.of(FileList.outputs(run), "writtenBy");
  }
}
