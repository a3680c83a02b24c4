package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wholetale.recordedrun.provenance.DeclaredData;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.Unused;
import picocli.CommandLine.Command;

/** {@code recordedrun unused}: the data that a run was given and never read. */
@Command(
    name = "unused",
    mixinStandardHelpOptions = true,
    description = {
      "List the files of the run's data that it never read.",
      "Exits 0, 1 where the archive cannot be read whole or does not list the data, 2 on wrong"
          + " usage."
    })
final class UnusedCommand extends AnswerCommand {

  private DeclaredData data = new DeclaredData(List.of(), null);

  UnusedCommand() {
    this(System.getenv());
  }

  UnusedCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  void read(ArchivedTrace archive) throws IOException {
    byte[] listing =
        archive
            .file(DeclaredData.FILE_NAME)
            .orElseThrow(() ->
                new IOException(
                    ("%s has no %s: the run had no data, or its recorder was older than that"
                            + " file")
                        .formatted(archive.location(), DeclaredData.FILE_NAME)));
    data = DeclaredData.read(new ByteArrayInputStream(listing));
    if (data.unlisted() != null) {
      warn("not all of the data are listed: " + data.unlisted());
    }
  }

  @Override
  Set<RecordedKind> needed() {
    return Set.of(RecordedKind.FILES);
  }

  @Override
  String text(RunRecord run) {
    return Unused.of(data, run.graph());
  }

  @Override
  JsonNode json(RunRecord run) {
    return Unused.json(data, run.graph());
  }
}
