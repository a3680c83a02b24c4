package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.ProgramNames;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.provenance.TracedProcess;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.ResourceUsage;

/** The rows of a run's processes and of what they executed. */
final class ProcessesJson {

  private final JsonGenerator json;
  private final RunGraph graph;
  private final ShownProcesses shown;
  private final Texts texts;

  ProcessesJson(JsonGenerator json, RunGraph graph, ShownProcesses shown, Texts texts) {
    this.json = json;
    this.graph = graph;
    this.shown = shown;
    this.texts = texts;
  }

  void write() throws IOException {
    json.writeBooleanField("recordsExits", graph.tree().recordsExits());
    json.writeArrayFieldStart("processes");
    for (TracedProcess process : shown.processes()) {
      write(process);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("executions");
    for (Execution execution : shown.executions()) {
      write(execution);
    }
    json.writeEndArray();
  }

  private void write(TracedProcess process) throws IOException {
    json.writeStartArray();
    json.writeNumber(process.pid());
    TracedProcess parent = process.parent();
    json.writeNumber(parent == null ? -1 : parent.number());
    json.writeNumber(process.since());
    Event.Exit exit = process.exit();
    Numbers.write(json, exit == null ? null : Long.valueOf(exit.time()));
    Numbers.write(json, exit == null ? null : exit.code());
    Numbers.write(json, exit == null ? null : exit.signal());
    json.writeNumber(
        (exit != null && exit.core() ? 1 : 0) | (graph.tree().hasEntered(process) ? 2 : 0));
    json.writeNumber(process.failures().size());
    json.writeNumber(program(process.inherited()));
    ResourceUsage usage = exit == null ? null : exit.usage();
    if (usage != null) {
      write(usage);
    }
    json.writeEndArray();
  }

  private void write(ResourceUsage usage) throws IOException {
    json.writeNumber(usage.cpuNanos());
    Numbers.write(json, usage.maxRssBytes());
    ResourceUsage.Io io = usage.io();
    if (io != null) {
      json.writeNumber(io.rchar());
      json.writeNumber(io.wchar());
    }
  }

  private void write(Execution execution) throws IOException {
    json.writeStartArray();
    json.writeNumber(execution.process().number());
    json.writeNumber(execution.from());
    Numbers.write(json, execution.to());
    json.writeNumber(program(execution.program()));
    Event.Exec exec = execution.exec();
    if (exec != null) {
      json.writeNumber(texts.number(commandLine(exec)));
      json.writeNumber(name(exec.path()));
      json.writeNumber(name(exec.cwd()));
      json.writeNumber(exec.truncated() ? 1 : 0);
      json.writeNumber(texts.environment(exec.environment()));
      if (exec.user() != null) {
        json.writeNumber(exec.user().uid());
        json.writeNumber(exec.user().gid());
      }
    }
    json.writeEndArray();
  }

  private static String commandLine(Event.Exec exec) {
    return exec.argv().isEmpty() ? ProgramNames.of(exec) : ShellText.commandLine(exec.argv());
  }

  private int program(Event.@Nullable Exec exec) {
    return exec == null ? -1 : texts.number(ProgramNames.of(exec));
  }

  private int name(ByteString path) {
    return texts.number(VisibleText.name(path));
  }
}
