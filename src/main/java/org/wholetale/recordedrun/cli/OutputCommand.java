package org.wholetale.recordedrun.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.cli.OneArchive.NotOneArchiveException;
import org.wholetale.recordedrun.trace.OutputLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordedrun output}: what a tale printed, byte by byte, in the order it came. */
@Command(
    name = "output",
    aliases = "logs",
    mixinStandardHelpOptions = true,
    description = {
      "Print what the tale printed, its stdout to stdout and its stderr to stderr.",
      "Exits 0, 1 where it cannot be read whole, 2 on wrong usage."
    })
public final class OutputCommand implements Callable<Integer> {

  /** One of the tale's streams. */
  enum Stream {
    STDOUT,
    STDERR;

    boolean is(OutputLine line) {
      return line.stream().equals(toString());
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "ARCHIVE",
      description =
          "An archive, or a folder or prefix with one archive below it: a path or"
              + " s3://bucket/prefix; or a run in a cluster: its name. While that goes on its pod's"
              + " log is printed.")
  private String archive = "";

  @Option(names = "--stream", description = "Only this one: ${COMPLETION-CANDIDATES}.")
  private @Nullable Stream stream;

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for a run in a cluster to start, and print until its tale ends.")
  private boolean follow;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final OutputStream out;
  private final OutputStream err;
  private boolean whole = true;

  /** The command with the environment and the streams of this process. */
  public OutputCommand() {
    this(System.getenv());
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  public OutputCommand(Map<String, String> environment) {
    this(
        environment,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err));
  }

  /** The command with other streams: the tale's bytes go there as they are. */
  OutputCommand(Map<String, String> environment, OutputStream out, OutputStream err) {
    this.environment = environment;
    this.out = new BufferedOutputStream(out);
    this.err = new BufferedOutputStream(err);
  }

  @Override
  public Integer call() {
    try {
      if (ClusterOptions.isRunName(archive)) {
        printRun();
      } else {
        printArchive(archive);
      }
    } catch (NotOneArchiveException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      missing(String.valueOf(e.getMessage()));
    }
    return whole ? 0 : 1;
  }

  private void printRun() throws IOException, NotOneArchiveException {
    NamedArchive archived;
    try (ClusterRuns runs = cluster.connect()) {
      RecordedRun run = follow ? runs.awaitStart(archive) : runs.get(archive);
      if (!ClusterRuns.hasEnded(run) && stream == null) {
        printLog(runs, run);
        return;
      }
      archived = runs.archiveOf(run);
    }
    printArchive(archived.location());
  }

  /** What the tale prints comes into the archive only some seconds later. */
  private void printLog(ClusterRuns runs, RecordedRun run) throws IOException {
    if (!ClusterRuns.hasStarted(run)) {
      throw new IOException(
          "the run %s has printed nothing yet%s; --follow waits for it"
              .formatted(archive, ClusterRuns.said(run)));
    }
    if (follow) {
      runs.followLog(run, out);
    } else {
      runs.printLog(run, out);
    }
  }

  private void printArchive(String location) throws IOException, NotOneArchiveException {
    try (ArchivedTrace trace = ArchivedTrace.open(location, environment)) {
      trace.caveat().ifPresent(this::warn);
      try {
        trace.output(this::print, this::missing);
      } finally {
        out.flush();
        err.flush();
      }
    }
  }

  private void print(OutputLine line) throws IOException {
    if (stream != null && !stream.is(line)) {
      return;
    }
    boolean isErr = Stream.STDERR.is(line);
    // Whoever reads both, a terminal, is to see them in their order.
    (isErr ? out : err).flush();
    (isErr ? err : out).write(line.data().toByteArray());
  }

  private void missing(String what) {
    warn(what);
    whole = false;
  }

  private void warn(String message) {
    spec.commandLine().getErr().println(message);
  }
}
