package org.wholetale.recordedrun.cli;

import java.util.Map;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.Lineage;
import org.wholetale.recordedrun.provenance.RunGraph;
import picocli.CommandLine.Command;

/** {@code recordedrun impact}: what may depend on a file. */
@Command(
    name = "impact",
    mixinStandardHelpOptions = true,
    description = {
      "Show which files and processes may depend on a file: all that those who read it wrote"
          + " afterwards. The other way round from why.",
      "Exits 0, 1 where the run has no such file or the archive cannot be read whole, 2 on wrong"
          + " usage."
    })
final class ImpactCommand extends LineageCommand {

  ImpactCommand() {
    this(System.getenv());
  }

  ImpactCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Lineage lineage(RunGraph graph, FileHistory start) {
    return Lineage.outOf(graph, start);
  }
}
