package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.cli.OneArchive.NotOneArchiveException;
import org.wholetale.recordedrun.provenance.FileNames.NoSuchFileException;
import org.wholetale.recordedrun.provenance.RecordedKind;
import org.wholetale.recordedrun.provenance.RunRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A question about one run, to be answered from its archive. */
abstract class AnswerCommand implements Callable<Integer> {

  static final String EXITS =
      "Exits 0, 1 where the archive cannot be read whole, 2 on wrong usage.";

  @Mixin private final ArchiveParameter archive = new ArchiveParameter();

  @Option(names = "--json", description = "Answer as JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private boolean whole = true;

  /**
   * A question.
   *
   * @param environment where S3 and its credentials are named
   */
  AnswerCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What has to be recorded for a whole answer. */
  abstract Set<RecordedKind> needed();

  /** Takes what the answer needs beside the run's record. */
  void read(ArchivedTrace archive) throws IOException {}

  /** The answer for people, its last line ended. */
  abstract String text(RunRecord run) throws IOException, NoSuchFileException;

  /** The answer for programs. */
  abstract JsonNode json(RunRecord run) throws IOException, NoSuchFileException;

  @Override
  public final Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (ArchivedTrace trace = archive.open(environment)) {
      trace.caveat().ifPresent(this::warn);
      read(trace);
      RunRecord run = trace.runRecord(this::missing);
      RecordedKind.missing(run.description(), needed()).forEach(this::warn);
      out.print(json ? json(run).toPrettyString() + "\n" : text(run));
      out.flush();
    } catch (NotOneArchiveException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      missing(String.valueOf(e.getMessage()));
    }
    return whole ? 0 : 1;
  }

  private void missing(String what) {
    warn(what);
    whole = false;
  }

  final void warn(String message) {
    spec.commandLine().getErr().println(message);
  }
}
