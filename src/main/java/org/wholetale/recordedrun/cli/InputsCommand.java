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

/** {@code recordedrun inputs}: the files that a run found and read. */
@Command(
    name = "inputs",
    mixinStandardHelpOptions = true,
    description = {
      "List the files that were there before the run and that it read: those of the workspace and"
          + " the data, all others in figures.",
      AnswerCommand.EXITS
    })
final class InputsCommand extends AnswerCommand {

  @Option(names = "--all", description = "Name the files of the image and the system too.")
  private boolean all;

  InputsCommand() {
    this(System.getenv());
  }

  InputsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<RecordedKind> needed() {
    return Set.of(RecordedKind.FILES);
  }

  @Override
  String text(RunRecord run) {
    return FileListText.of(FileList.inputs(run), "read", all);
  }

  @Override
  JsonNode json(RunRecord run) {
    return FileListJson.of(FileList.inputs(run), "readBy");
  }
}
