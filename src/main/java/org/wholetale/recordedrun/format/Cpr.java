package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Channel;
import org.wholetale.recordedrun.provenance.ChannelUse;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileUse;
import org.wholetale.recordedrun.provenance.NetworkUse;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.provenance.TracedProcess;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * A run in the vocabulary that CPR's queries read. What that has no word for is told in our own:
 * completeness, versions, hashes, channels, the network, and which execution of a process it was.
 *
 * @see "github.com/CIRSS/cpr, cmd/cpr/cpr_convert.go"
 */
final class Cpr {

  private static final String TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  private static final String CPR = "http://cirss.illinois.edu/ns/cpr#";
  private static final String OS = "http://cirss.illinois.edu/ns/cpr/os#";
  private static final String OWN = Names.TERMS;

  private final RunRecord run;
  private final NTriples triples;

  private Cpr(RunRecord run, NTriples triples) {
    this.run = run;
    this.triples = triples;
  }

  static void write(RunRecord run, OutputStream out) throws IOException {
    NTriples triples = new NTriples(out, Names.run(run.description()));
    new Cpr(run, triples).write();
    triples.flush();
  }

  private void write() throws IOException {
    run();
    completeness(run.description().completeness());
    List<Event.Gap> gaps = run.graph().gaps();
    for (int i = 0; i < gaps.size(); i++) {
      gap("#gap/" + i, gaps.get(i));
    }
    for (TracedProcess process : run.graph().tree().all()) {
      process(process);
    }
    for (Execution execution : run.graph().executions()) {
      execution(execution);
    }
    for (FileHistory file : run.graph().files()) {
      file(file);
    }
    for (Channel channel : run.graph().channels()) {
      triples.about("#" + Names.channel(channel)).iri(TYPE, OWN + "Channel");
      triples.text(OWN + "kind", channel.kind() == FileKind.FIFO ? "pipe" : "socket");
    }
    for (Map.Entry<String, String> role : CprRole.byFolder(run).entrySet()) {
      triples.about("#role" + Iris.encoded(ByteString.of(role.getKey())));
      triples.iri(TYPE, CPR + "ResourceRole");
      triples.text(CPR + "resourcePath", role.getKey());
      triples.text(CPR + "Role", role.getValue());
    }
  }

  private void run() throws IOException {
    RunDescription told = run.description();
    triples.about("").iri(TYPE, CPR + "Run");
    text(CPR + "RunName", told.name());
    if (!run.graph().tree().roots().isEmpty()) {
      triples.link(
          CPR + "FirstProcess", "#" + Names.process(run.graph().tree().roots().getFirst()));
    }
    text(OWN + "namespace", told.namespace());
    text(OWN + "uid", told.uid());
    RunDescription.Tale tale = told.tale();
    if (tale != null) {
      text(OWN + "taleId", tale.taleId());
      text(OWN + "versionId", tale.versionId());
      text(OWN + "runId", tale.runId());
    }
    text(OWN + "title", told.about().title());
    text(OWN + "image", told.image());
    text(OWN + "imageDigest", told.imageDigest());
    if (!told.entrypoint().isEmpty()) {
      triples.text(OWN + "entrypoint", ShellText.commandLineOf(told.entrypoint()));
    }
    time(OWN + "startedAt", told.startedAt());
    time(OWN + "endedAt", told.finishedAt());
    number(OWN + "exitCode", told.exitCode());
    number(OWN + "signal", told.signal());
    text(OWN + "recorder", told.recorder().version());
    text(OWN + "kernel", told.recorder().kernel());
    for (String probe : told.recorder().probes()) {
      triples.text(OWN + "probe", probe);
    }
  }

  private void completeness(RunDescription.Completeness told) throws IOException {
    triples.truth(OWN + "complete", told.complete());
    triples.text(OWN + "completeness", told.text());
    number(OWN + "lostEvents", told.lost());
    triples.number(OWN + "truncatedValues", told.truncated());
    triples.number(OWN + "redactedEvents", told.redacted());
    for (String sentence : told.coverage()) {
      triples.text(OWN + "coverage", sentence);
    }
    for (int i = 0; i < run.graph().gaps().size(); i++) {
      triples.link(OWN + "hadGap", "#gap/" + i);
    }
  }

  private void gap(String name, Event.Gap gap) throws IOException {
    triples.about(name).iri(TYPE, OWN + "Gap");
    time(OWN + "from", run.description().at(gap.from()));
    time(OWN + "to", run.description().at(gap.to()));
    triples.text(OWN + "cause", gap.cause());
    number(OWN + "lostEvents", gap.lost());
  }

  private void process(TracedProcess process) throws IOException {
    triples.about("#" + Names.process(process)).iri(TYPE, OS + "Process");
    TracedProcess parent = process.parent();
    if (parent != null) {
      triples.link(OS + "childProcessOf", "#" + Names.process(parent));
    }
    time(OS + "startTime", run.description().at(process.since()));
    triples.number(OWN + "pid", process.pid());
    Event.Exit exit = process.exit();
    if (exit != null) {
      number(OS + "exitCode", exit.code());
      number(OWN + "signal", exit.signal());
      time(OWN + "endTime", run.description().at(exit.time()));
    }
  }

  private void execution(Execution execution) throws IOException {
    String process = "#" + Names.process(execution.process());
    String name = "#" + Names.execution(execution);
    triples.about(name);
    Event.Exec exec = execution.exec();
    if (exec == null) {
      // Only what was executed is an execution to CPR: its queries join every one with a program.
      triples.iri(TYPE, OWN + "Continuation").link(OWN + "ofProcess", process);
      Event.Exec program = execution.program();
      if (program != null) {
        triples.bytes(OWN + "program", OWN + "programBase64", program.path());
      }
    } else {
      executed(name, process, exec);
    }
    channels(execution);
    accesses(execution, process, name);
  }

  private void executed(String name, String process, Event.Exec exec) throws IOException {
    triples.iri(TYPE, OS + "Execution").link(OS + "startedProcess", process);
    path(OS + "executedFile", exec.path());
    triples.link(OS + "resourcePath", name + "/program");
    path(OS + "hadWorkingDirectory", exec.cwd());
    time(OS + "atTime", run.description().at(exec.time()));
    if (exec.truncated()) {
      triples.truth(OWN + "truncated", true);
    }
    for (int i = 0; i < exec.argv().size(); i++) {
      triples.link(OS + "Argument", name + "/argument/" + i);
    }
    for (int i = 0; i < exec.argv().size(); i++) {
      triples.about(name + "/argument/" + i).iri(TYPE, OS + "ExecutionArgument");
      triples.number(CPR + "hadIndex", i);
      triples.bytes(CPR + "hadValue", OWN + "valueBase64", exec.argv().get(i));
    }
    triples.about(name + "/program").iri(TYPE, OS + "FileResource");
    paths(exec.path());
    triples.about(name);
  }

  private void channels(Execution execution) throws IOException {
    for (ChannelUse use : execution.channels()) {
      if (use.read() > 0) {
        triples.link(OWN + "readFrom", "#" + Names.channel(use.channel()));
      }
      if (use.written() > 0) {
        triples.link(OWN + "wroteTo", "#" + Names.channel(use.channel()));
      }
    }
    for (NetworkUse use : execution.network()) {
      triples.text(OWN + "network", use.text());
    }
  }

  private void accesses(Execution execution, String process, String name) throws IOException {
    int number = 0;
    for (FileUse use : execution.files()) {
      access(use, process, name, name + "/access/" + number++);
    }
  }

  private void access(FileUse use, String process, String execution, String name)
      throws IOException {
    FileHistory file = use.version().file();
    triples.about(process).link(OS + "performedAccess", name);
    triples.about(execution).link(OS + "performedAccess", name);
    boolean folder = file.kind() == FileKind.DIRECTORY;
    triples.about(name).iri(TYPE, OS + (folder ? "DirectoryAccess" : "FileAccess"));
    triples.link(OS + "resourcePath", "#" + Names.file(file));
    triples.number(OWN + "version", use.version().number());
    path(OS + "accessPath", use.path());
    triples.text(OS + "resourceRole", CprRole.of(file, run.roleOf(file)));
    if (use.reads()) {
      triples.iri(OS + "accessMode", CPR + "Read");
    }
    if (use.writes()) {
      triples.iri(OS + "accessMode", CPR + "Write");
    }
    time(OS + "accessStartTime", earliest(use));
    time(OWN + "writeEndTime", use.writtenUntil() == null ? null : at(use.writtenUntil()));
  }

  private @Nullable Instant earliest(FileUse use) {
    Long read = use.readFrom();
    Long written = use.writtenFrom();
    if (read == null || written == null) {
      return read == null ? (written == null ? null : at(written)) : at(read);
    }
    return at(Math.min(read, written));
  }

  private void file(FileHistory file) throws IOException {
    triples.about("#" + Names.file(file)).iri(TYPE, OS + "FileResource");
    paths(file.path());
    triples.text(OWN + "role", run.roleOf(file).text());
    triples.text(OWN + "device", file.id().device());
    triples.typed(OWN + "inode", file.id().inodeText(), "integer");
    if (file.isRemoved()) {
      triples.truth(OWN + "removed", true);
    }
    FileContents.Content content = run.contents().of(file).orElse(null);
    if (content != null) {
      triples.number(OWN + "size", content.size());
      text(OWN + "sha256", content.sha256());
    }
  }

  private void paths(ByteString path) throws IOException {
    path(OS + "absolutePath", path);
    triples.text(
        OS + "relativePath", RelativePath.of(path, run.description().folders()).toString());
  }

  private void path(String predicate, ByteString path) throws IOException {
    String local = predicate.substring(predicate.indexOf('#') + 1);
    triples.bytes(predicate, OWN + local + "Base64", path);
  }

  private @Nullable Instant at(long time) {
    return run.description().at(time);
  }

  private void time(String predicate, @Nullable Instant time) throws IOException {
    if (time != null) {
      triples.typed(predicate, time.toString(), "dateTime");
    }
  }

  private void text(String predicate, @Nullable String text) throws IOException {
    if (text != null) {
      triples.text(predicate, text);
    }
  }

  private void number(String predicate, @Nullable Number number) throws IOException {
    if (number != null) {
      triples.number(predicate, number.longValue());
    }
  }
}
