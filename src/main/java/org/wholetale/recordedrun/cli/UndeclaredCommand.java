package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.Undeclared;
import org.wholetale.recordedrun.provenance.UndeclaredJson;
import org.wholetale.recordedrun.provenance.UndeclaredText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recordedrun undeclared}: what a run used that nobody declared. */
@Command(
    name = "undeclared",
    mixinStandardHelpOptions = true,
    description = {
      "List what the run used that was neither in its image nor its workspace nor its data: files"
          + " that it found elsewhere, and whom it reached over the network.",
      AnswerCommand.EXITS
    })
final class UndeclaredCommand extends AnswerCommand {

  @Option(names = "--all", description = "Name every file.")
  private boolean all;

  UndeclaredCommand() {
    this(System.getenv());
  }

  UndeclaredCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<RecordedKind> needed() {
    return Set.of(RecordedKind.FILES, RecordedKind.NETWORK);
  }

  @Override
  String text(RunRecord run) {
    return UndeclaredText.of(Undeclared.of(run), all);
  }

  @Override
  JsonNode json(RunRecord run) {
    return UndeclaredJson.of(Undeclared.of(run));
  }
}
