package org.wholetale.recordedrun.cli;

import java.util.Map;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.Lineage;
import org.wholetale.recordedrun.provenance.RunGraph;
import picocli.CommandLine.Command;

/** {@code recordedrun why}: what may have gone into a file. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = {
      "Show which processes and files may have gone into a file: all that those who wrote it had"
          + " read before they were done.",
      "May: the trace tells who read and wrote what, not what became of it within a program.",
      "Exits 0, 1 where the run has no such file or the archive cannot be read whole, 2 on wrong"
          + " usage."
    })
final class WhyCommand extends LineageCommand {

  WhyCommand() {
    this(System.getenv());
  }

  WhyCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Lineage lineage(RunGraph graph, FileHistory start) {
    return Lineage.into(graph, start);
  }
}
