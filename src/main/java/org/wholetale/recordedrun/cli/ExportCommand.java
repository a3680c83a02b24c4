package org.wholetale.recordedrun.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.cli.OneArchive.NotOneArchiveException;
import org.wholetale.recordedrun.format.Format;
import org.wholetale.recordedrun.provenance.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordedrun export}: a run's record in a format that other software reads. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write what an archive tells of its run in a format that other software reads.",
      "Exits 0, 1 where it cannot be read whole or written, 2 on wrong usage."
    })
public final class ExportCommand implements Callable<Integer> {

  private static final Path STDOUT = Path.of("-");

  @Mixin private final ArchiveParameter archive = new ArchiveParameter();

  @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private Format format = Format.CPR;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it; - is stdout, as without this.")
  private Path output = STDOUT;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final OutputStream out;

  /** The command with the environment and the output of this process. */
  public ExportCommand() {
    this(System.getenv(), new FileOutputStream(FileDescriptor.out));
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  ExportCommand(Map<String, String> environment, OutputStream out) {
    this.environment = environment;
    this.out = out;
  }

  @Override
  public Integer call() {
    try (ArchivedTrace trace = archive.open(environment)) {
      RunRecord run = read(trace);
      if (output.equals(STDOUT)) {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        format.write(run, trace, buffered);
        buffered.flush();
      } else {
        NewFile.write(output, file -> format.write(run, trace, file));
      }
      return 0;
    } catch (NotOneArchiveException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      warn(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      warn("the run is too large for the memory there is: set RECORDEDRUN_HEAP, to 2g for example");
    }
    return 1;
  }

  /** What lacks a part of the trace must not pass for a record of the run. */
  private RunRecord read(ArchivedTrace trace) throws IOException {
    trace.caveat().ifPresent(this::warn);
    List<String> missing = new ArrayList<>();
    RunRecord run = trace.runRecord(missing::add);
    if (!missing.isEmpty()) {
      throw new IOException(String.join("\n", missing));
    }
    return run;
  }

  private void warn(String message) {
    spec.commandLine().getErr().println(message);
  }
}
