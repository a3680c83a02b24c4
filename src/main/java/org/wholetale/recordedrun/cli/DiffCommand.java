package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.cli.OneArchive.NotOneArchiveException;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.RunDiff;
import org.wholetale.recordedrun.provenance.RunDiffJson;
import org.wholetale.recordedrun.provenance.RunDiffText;
import org.wholetale.recordedrun.provenance.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordedrun diff}: whether one run reproduced another, or where they parted. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Compare two runs: image, command, inputs, programs, outputs and how they ended; not what"
          + " differs by nature, such as times, numbers of processes and temporary names.",
      "Exits 0 where the second reproduced the first, 1 where they parted, 2 on wrong usage, 3"
          + " where an archive cannot be read whole."
    })
final class DiffCommand implements Callable<Integer> {

  private static final int PARTED = 1;
  private static final int NOT_WHOLE = 3;

  @Parameters(
      index = "0",
      paramLabel = "ARCHIVE",
      description =
          "An archive, or a folder or prefix with one archive below it: a path or"
              + " s3://bucket/prefix; or a run in a cluster: its name.")
  private String left = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "The archive of the other run.")
  private String right = "";

  @Option(names = "--json", description = "Answer as JSON, for programs.")
  private boolean json;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private boolean whole = true;

  DiffCommand() {
    this(System.getenv());
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  DiffCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      RunDiff diff = RunDiff.of(read("first", left), read("second", right));
      out.print(json ? RunDiffJson.of(diff).toPrettyString() + "\n" : RunDiffText.of(diff));
      out.flush();
      return !whole ? NOT_WHOLE : diff.isReproduced() ? 0 : PARTED;
    } catch (NotOneArchiveException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      warn("recordedrun diff: " + e.getMessage());
      return NOT_WHOLE;
    }
  }

  private RunRecord read(String which, String archive) throws IOException, NotOneArchiveException {
    try (ArchivedTrace trace =
        ArchivedTrace.open(cluster.archive(archive).location(), environment)) {
      trace.caveat().ifPresent(this::warn);
      RunRecord run = trace.runRecord(this::missing);
      RecordedKind.missing(run.description(), Set.of(RecordedKind.FILES))
          .forEach(each -> warn("of the %s run: %s".formatted(which, each)));
      return run;
    }
  }

  private void missing(String what) {
    warn(what);
    whole = false;
  }

  private void warn(String message) {
    spec.commandLine().getErr().println(message);
  }
}
