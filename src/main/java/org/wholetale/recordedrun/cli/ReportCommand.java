package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.cli.OneArchive.NotOneArchiveException;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.report.PrintedOutput;
import org.wholetale.recordedrun.report.Report;
import org.wholetale.recordedrun.report.ReportSupplement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordedrun report}: a run as one page for people. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write a page that shows a run: one file, which opens without a server or the network.",
      "Exits 0, 1 where the archive cannot be read whole, 2 on wrong usage."
    })
public final class ReportCommand implements Callable<Integer> {

  @Mixin private final ArchiveParameter archive = new ArchiveParameter();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it (default: ${DEFAULT-VALUE}).",
      defaultValue = "report.html")
  private Path output = Path.of("report.html");

  @Option(names = "--open", description = "Open it in the browser.")
  private boolean open;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final List<String> missing = new ArrayList<>();

  /** The command with the environment of this process. */
  public ReportCommand() {
    this(System.getenv());
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  public ReportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ArchivedTrace trace = archive.open(environment)) {
      write(trace);
      out.println(output.toAbsolutePath());
      if (open) {
        Browser.open(output, environment);
      }
    } catch (NotOneArchiveException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      missing(String.valueOf(e.getMessage()));
    }
    out.flush();
    return missing.isEmpty() ? 0 : 1;
  }

  private void write(ArchivedTrace trace) throws IOException {
    List<String> remarks = new ArrayList<>(trace.caveat().stream().toList());
    remarks.forEach(this::warn);
    RunRecord run = trace.runRecord(this::missing);
    PrintedOutput printed = new PrintedOutput();
    trace.output(printed::accept, this::missing);
    remarks.addAll(missing);
    ReportSupplement beside = new ReportSupplement(trace.resources(), printed, remarks);
    Report report = Report.open();
    NewFile.write(output, file -> report.write(run, beside, file));
  }

  private void missing(String what) {
    warn(what);
    missing.add(what);
  }

  private void warn(String message) {
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().println(message);
  }
}
