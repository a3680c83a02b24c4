package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.api.RecordedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordedrun cancel}: stops runs in a cluster; what was recorded is archived. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Stop runs in a cluster. What was recorded until then is archived all the same.",
      "Exits 0 where all are asked to stop, or have ended already."
    })
final class CancelCommand implements Callable<Integer> {

  static final String RUN = "RUN";

  @Parameters(arity = "1..*", paramLabel = RUN, description = "Their names.")
  private List<String> names = List.of();

  @Option(names = "--wait", description = "Return only when they have ended, archive included.")
  private boolean wait;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    try (ClusterRuns runs = cluster.connect()) {
      for (String name : names) {
        cancel(runs, name);
      }
      if (wait) {
        for (String name : names) {
          tell(name + ClusterRuns.said(runs.awaitEnd(name)));
        }
      }
    }
    return 0;
  }

  private void cancel(ClusterRuns runs, String name) throws IOException {
    RecordedRun run = runs.get(name);
    if (!ClusterRuns.hasEnded(run)) {
      runs.cancel(name);
      tell(name + ": asked to stop");
    } else if (!wait) {
      tell("%s has ended already%s".formatted(name, ClusterRuns.said(run)));
    }
  }

  private void tell(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
