package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.cli.OneArchive.NotOneArchiveException;
import org.wholetale.recordedrun.provenance.FilesTable;
import org.wholetale.recordedrun.provenance.ProcessTree;
import org.wholetale.recordedrun.provenance.TraceTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordedrun log}: a run's trace as text. */
@Command(
    name = "log",
    aliases = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Print what a run's processes did, one event a line, also while the run goes on.",
      "Exits 0, 1 where the trace cannot be read whole, 2 on wrong usage."
    })
public final class LogCommand implements Callable<Integer> {

  private static final int COMMAND_WIDTH = 100;

  @Mixin private final ArchiveParameter archive = new ArchiveParameter();

  @Option(
      names = "--files",
      description = "Show files and failed execs too; with --tree, every file.")
  private boolean files;

  @Option(names = "--tree", description = "Show the tree of processes, and the files they used.")
  private boolean tree;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private boolean whole = true;

  /** The command with the environment of this process. */
  public LogCommand() {
    this(System.getenv());
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  public LogCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ArchivedTrace trace = archive.open(environment)) {
      trace.caveat().ifPresent(this::warn);
      if (tree) {
        printTree(trace, out);
      } else {
        printTable(trace, out);
      }
    } catch (NotOneArchiveException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      warn(String.valueOf(e.getMessage()));
      whole = false;
    }
    out.flush();
    return whole ? 0 : 1;
  }

  private void printTable(ArchivedTrace trace, PrintWriter out) throws IOException {
    TraceTable table = new TraceTable(files);
    out.println(table.header());
    trace.events(event -> table.row(event).ifPresent(out::println), this::missing);
  }

  private void printTree(ArchivedTrace trace, PrintWriter out) throws IOException {
    ProcessTree processes = new ProcessTree();
    FilesTable used = new FilesTable();
    trace.events(
        event -> {
          processes.accept(event);
          used.accept(event);
        },
        this::missing);
    out.println(processes.text(COMMAND_WIDTH));
    out.print(used.text(used.foldersSeen(), files));
  }

  private void missing(String what) {
    warn(what);
    whole = false;
  }

  private void warn(String message) {
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().println(message);
  }
}
