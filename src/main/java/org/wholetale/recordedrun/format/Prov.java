package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.wholetale.recordedrun.provenance.Channel;
import org.wholetale.recordedrun.provenance.ChannelUse;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileUse;
import org.wholetale.recordedrun.provenance.FileVersion;
import org.wholetale.recordedrun.provenance.NetworkUse;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.provenance.TracedProcess;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * A run in W3C PROV: executions are activities, versions of files are entities, what goes through a
 * pipe is one too. That an execution has read one file and written another says no more than that:
 * no derivation is claimed.
 *
 * @see "https://www.w3.org/TR/prov-dm/"
 */
final class Prov {

  private static final String RUN = "run";
  private static final String TALE = "tale";
  private static final String TRACE = "trace";
  private static final String RECORDER = "recordedrun";

  private final RunRecord run;
  private final ProvStatements prov;

  private Prov(RunRecord run, ProvStatements prov) {
    this.run = run;
    this.prov = prov;
  }

  static void write(RunRecord run, OutputStream out) throws IOException {
    ProvStatements prov = new ProvStatements(out, Names.run(run.description()));
    new Prov(run, prov).write();
    prov.finish();
  }

  private void write() throws IOException {
    run();
    tale();
    trace();
    for (Execution execution : run.graph().executions()) {
      execution(execution);
    }
    for (FileHistory file : run.graph().files()) {
      if (file.kind() == FileKind.FILE) {
        file(file);
      }
    }
    for (Channel channel : run.graph().channels()) {
      channel(channel);
    }
  }

  private void run() throws IOException {
    RunDescription told = run.description();
    prov.begin("Activity", RUN)
        .time("startTime", told.startedAt())
        .time("endTime", told.finishedAt())
        .types("rr:Run")
        .label(told.name() == null ? RUN : told.name())
        .text("namespace", told.namespace())
        .text("uid", told.uid())
        .text("entrypoint", ShellText.commandLineOf(told.entrypoint()))
        .number("exitCode", told.exitCode())
        .number("signal", told.signal())
        .end();
    if (told.image() != null) {
      prov.begin("Entity", "image")
          .types("rr:Image")
          .label(told.image())
          .text("digest", told.imageDigest())
          .end();
      prov.begin("Usage").link("activity", RUN).link("entity", "image").end();
    }
  }

  private void tale() throws IOException {
    RunDescription.About about = run.description().about();
    RunDescription.Tale tale = run.description().tale();
    prov.begin("Entity", TALE)
        .types("prov:Plan", "rr:Tale")
        .label(about.title() == null ? TALE : about.title())
        .text("description", about.description())
        .text("license", about.license());
    if (tale != null) {
      prov.text("taleId", tale.taleId())
          .text("versionId", tale.versionId())
          .text("runId", tale.runId());
    }
    prov.end();
    List<RunDescription.Author> authors = about.authors();
    for (int i = 0; i < authors.size(); i++) {
      String name = "author/" + i;
      prov.begin("Agent", name)
          .types("prov:Person")
          .label(authors.get(i).name())
          .text("orcid", authors.get(i).orcid())
          .end();
      prov.begin("Attribution").link("entity", TALE).link("agent", name).end();
    }
  }

  /** What all the rest was taken from, and what is missing in it. */
  private void trace() throws IOException {
    RunDescription.Recorder recorder = run.description().recorder();
    prov.begin("Agent", RECORDER)
        .types("prov:SoftwareAgent")
        .label(recorder.version() == null ? RECORDER : RECORDER + " " + recorder.version())
        .text("bpftrace", recorder.bpftrace())
        .text("kernel", recorder.kernel())
        .end();
    RunDescription.Completeness told = run.description().completeness();
    prov.begin("Entity", TRACE)
        .types("rr:Trace")
        .label(told.text())
        .truth("complete", told.complete())
        .number("events", run.graph().events())
        .number("lostEvents", told.lost())
        .number("truncatedValues", told.truncated())
        .number("redactedEvents", told.redacted())
        .texts("coverage", told.coverage())
        .texts("probe", recorder.probes())
        .end();
    prov.begin("Attribution").link("entity", TRACE).link("agent", RECORDER).end();
    prov.begin("Association")
        .link("activity", RUN)
        .link("agent", RECORDER)
        .link("plan", TALE)
        .end();
    int number = 0;
    for (Event.Gap gap : run.graph().gaps()) {
      prov.begin("Entity", "gap/" + number++)
          .types("rr:Gap")
          .label(gap.cause())
          .moment("from", run.description().at(gap.from()))
          .moment("to", run.description().at(gap.to()))
          .number("lostEvents", gap.lost())
          .end();
    }
  }

  private void execution(Execution execution) throws IOException {
    String name = Names.execution(execution);
    Event.Exec program = execution.program();
    prov.begin("Activity", name)
        .time("startTime", run.description().at(execution.from()))
        .time("endTime", execution.to() == null ? null : run.description().at(execution.to()))
        .types(execution.exec() == null ? "rr:Continuation" : "rr:Execution")
        .label(program == null ? "?" : ShellText.commandLine(program.argv()));
    if (program != null) {
      prov.bytes("program", program.path()).bytes("workingDirectory", program.cwd());
    }
    if (program != null && program.truncated()) {
      prov.truth("truncated", true);
    }
    ended(execution);
    prov.end();
    informant(execution);
    for (FileUse use : execution.files()) {
      if (use.version().file().kind() == FileKind.FILE) {
        use(use, name);
      }
    }
    for (ChannelUse use : execution.channels()) {
      use(use, name);
    }
  }

  private void ended(Execution execution) throws IOException {
    TracedProcess process = execution.process();
    prov.number("pid", process.pid()).text("process", Names.process(process));
    Event.Exit exit = process.exit();
    if (exit != null && execution == run.graph().executions(process).getLast()) {
      prov.number("exitCode", exit.code()).number("signal", exit.signal());
    }
    prov.texts("network", execution.network().stream().map(NetworkUse::text).toList());
  }

  /** Whoever became it, or made its process; the run itself where nobody of it did. */
  private void informant(Execution execution) throws IOException {
    Execution before = run.graph().before(execution).orElse(null);
    if (before == null) {
      prov.begin("Start")
          .link("activity", Names.execution(execution))
          .link("starter", RUN)
          .time("time", run.description().at(execution.from()))
          .end();
    } else {
      prov.begin("Communication")
          .link("informed", Names.execution(execution))
          .link("informant", Names.execution(before))
          .end();
    }
  }

  private void use(FileUse use, String execution) throws IOException {
    String version = Names.version(use.version());
    if (use.reads()) {
      prov.begin("Usage")
          .link("activity", execution)
          .link("entity", version)
          .time("time", use.readFrom() == null ? null : run.description().at(use.readFrom()));
      if (use.isExecuted()) {
        prov.role("program");
      }
      renamed(use).number("bytes", use.bytesRead() == 0 ? null : use.bytesRead()).end();
    }
    if (use.writes()) {
      // There to be read as soon as somebody writes it.
      prov.begin("Generation")
          .link("entity", version)
          .link("activity", execution)
          .time("time", use.writtenFrom() == null ? null : run.description().at(use.writtenFrom()));
      renamed(use)
          .moment(
              "writtenUntil",
              use.writtenUntil() == null ? null : run.description().at(use.writtenUntil()))
          .number("bytes", use.bytesWritten() == 0 ? null : use.bytesWritten())
          .end();
    }
  }

  /** Where the file had another name then. */
  private ProvStatements renamed(FileUse use) throws IOException {
    return use.path().equals(use.version().file().path()) ? prov : prov.bytes("path", use.path());
  }

  private void file(FileHistory file) throws IOException {
    String name = Names.file(file);
    prov.begin("Entity", name)
        .types("rr:File")
        .label(RelativePath.of(file.path(), run.description().folders()).toString())
        .bytes("path", file.path())
        .text("role", run.roleOf(file).text())
        .text("device", file.id().device())
        .text("inode", file.id().inodeText());
    if (file.isRemoved()) {
      prov.truth("removed", true);
    }
    prov.end();
    for (FileVersion version : file.versions()) {
      FileContents.Content content = run.contents().of(version).orElse(null);
      prov.begin("Entity", Names.version(version))
          .types(version.isFound() ? "rr:FoundVersion" : "rr:WrittenVersion");
      if (content != null) {
        prov.number("size", content.size()).text("sha256", content.sha256());
      }
      prov.end();
      prov.begin("Specialization")
          .link("specificEntity", Names.version(version))
          .link("generalEntity", name)
          .end();
    }
  }

  private void channel(Channel channel) throws IOException {
    for (String end : ProvChannels.ends(channel)) {
      prov.begin("Entity", end)
          .types(channel.kind() == FileKind.FIFO ? "rr:Pipe" : "rr:Socket")
          .end();
    }
    for (ProvChannels.Pair pair : ProvChannels.pairs(channel)) {
      prov.begin("Communication")
          .link("informed", Names.execution(pair.reader().execution()))
          .link("informant", Names.execution(pair.writer().execution()))
          .end();
    }
  }

  private void use(ChannelUse use, String execution) throws IOException {
    if (use.written() > 0) {
      prov.begin("Generation")
          .link("entity", ProvChannels.writtenBy(use))
          .link("activity", execution)
          .number("bytes", use.written())
          .end();
    }
    if (use.read() > 0) {
      for (String end : ProvChannels.readBy(use)) {
        prov.begin("Usage")
            .link("activity", execution)
            .link("entity", end)
            .number("bytes", use.read())
            .end();
      }
    }
  }
}
