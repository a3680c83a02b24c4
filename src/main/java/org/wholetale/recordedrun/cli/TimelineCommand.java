package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.Timeline;
import org.wholetale.recordedrun.provenance.TimelineJson;
import org.wholetale.recordedrun.provenance.TimelineText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordedrun timeline}: when what was executed. */
@Command(
    name = "timeline",
    mixinStandardHelpOptions = true,
    description = {
      "Show when what was executed, and how long: a line each, as wide as the terminal.",
      AnswerCommand.EXITS
    })
final class TimelineCommand extends AnswerCommand {

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "How wide the lines are, in characters; the terminal's width unless given.")
  private @Nullable Integer width;

  @Spec private CommandSpec spec = CommandSpec.create();

  TimelineCommand() {
    this(System.getenv());
  }

  TimelineCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Set<RecordedKind> needed() {
    return Set.of(RecordedKind.EXITS);
  }

  @Override
  String text(RunRecord run) {
    return new TimelineText(
            Timeline.of(run.graph()),
            width == null ? spec.usageMessage().autoWidth(true).width() : width)
        .text();
  }

  @Override
  JsonNode json(RunRecord run) {
    return TimelineJson.of(Timeline.of(run.graph()));
  }
}
