package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wholetale.recordedrun.provenance.Cost;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.ResourceTotals;
import org.wholetale.recordedrun.provenance.RunRecord;
import picocli.CommandLine.Command;

/** {@code recordedrun cost}: what a run took of the machine. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    description = {
      "Show what the run took of the machine: time on processors, memory and disk of all processes"
          + " together; how long each lasted, its time on processors, the most memory that it held,"
          + " and how many bytes it read and wrote.",
      "The bytes are those of calls like read and write, of whatever file or pipe; in archives"
          + " without the kernel's account of them, those that recording.bytes counted.",
      AnswerCommand.EXITS
    })
final class CostCommand extends AnswerCommand {

  private ResourceTotals total = ResourceTotals.UNKNOWN;

  CostCommand() {
    this(System.getenv());
  }

  CostCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  void read(ArchivedTrace archive) throws IOException {
    Optional<byte[]> statistics = archive.file(ResourceTotals.FILE_NAME);
    if (statistics.isPresent()) {
      total = ResourceTotals.read(new ByteArrayInputStream(statistics.get()));
    }
  }

  @Override
  Set<RecordedKind> needed() {
    return Set.of(RecordedKind.EXITS);
  }

  @Override
  String text(RunRecord run) {
    return Cost.of(run, total).text();
  }

  @Override
  JsonNode json(RunRecord run) {
    return Cost.of(run, total).json();
  }
}
