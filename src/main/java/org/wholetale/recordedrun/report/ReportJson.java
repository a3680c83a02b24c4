package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.Event;

/**
 * A run's record as the page's script takes it: rows of numbers, and tables of texts that they
 * point to. Nobody but that script is to read it; {@code src/web/report/data.ts} says what each
 * place of a row is.
 */
final class ReportJson {

  private final JsonGenerator json;
  private final RunRecord run;
  private final Texts texts = new Texts();
  private final ShownProcesses shown;
  private final ProcessesJson processes;
  private final FilesJson files;
  private final ChannelsJson channels;

  ReportJson(JsonGenerator json, RunRecord run, ReportLimits limits) {
    this.json = json;
    this.run = run;
    this.shown = new ShownProcesses(run.graph(), limits.processes());
    this.processes = new ProcessesJson(json, run.graph(), shown, texts);
    this.files = new FilesJson(json, run, shown, texts, limits);
    this.channels = new ChannelsJson(json, run.graph(), shown, texts, limits);
  }

  void write(ReportSupplement beside) throws IOException {
    json.writeStartObject();
    json.writeFieldName("run");
    writeRun(run.description());
    json.writeFieldName("completeness");
    writeCompleteness(run.description().completeness());
    json.writeFieldName("recorder");
    writeRecorder(run.description().recorder());
    writeTexts("remarks", beside.remarks());
    json.writeFieldName("counts");
    writeCounts();
    processes.write();
    files.write();
    channels.write();
    json.writeFieldName("resources");
    beside.resources().write(json);
    json.writeFieldName("output");
    beside.printed().write(json);
    texts.write(json);
    json.writeEndObject();
  }

  private void writeRun(RunDescription description) throws IOException {
    json.writeStartObject();
    writeText("namespace", description.namespace());
    writeText("name", description.name());
    writeText("uid", description.uid());
    RunDescription.Tale tale = description.tale();
    writeText("taleId", tale == null ? null : tale.taleId());
    writeText("versionId", tale == null ? null : tale.versionId());
    writeText("runId", tale == null ? null : tale.runId());
    writeText("image", description.image());
    writeText("imageDigest", description.imageDigest());
    writeText("title", description.about().title());
    writeText("description", description.about().description());
    writeText("license", description.about().license());
    json.writeArrayFieldStart("authors");
    for (RunDescription.Author author : description.about().authors()) {
      json.writeStartObject();
      writeText("name", author.name());
      writeText("orcid", author.orcid());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("entrypoint", ShellText.commandLineOf(description.entrypoint()));
    writeText("workspace", description.folders().workspace());
    writeText("data", description.folders().data());
    writeText("traceStart", Objects.toString(description.traceStart(), null));
    writeText("startedAt", Objects.toString(description.startedAt(), null));
    writeText("finishedAt", Objects.toString(description.finishedAt(), null));
    json.writeFieldName("exitCode");
    Numbers.write(json, description.exitCode());
    json.writeFieldName("signal");
    Numbers.write(json, description.signal());
    json.writeEndObject();
  }

  private void writeCompleteness(RunDescription.Completeness completeness) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("complete", completeness.complete());
    json.writeFieldName("lost");
    Numbers.write(json, completeness.lost());
    json.writeNumberField("truncated", completeness.truncated());
    json.writeNumberField("redacted", completeness.redacted());
    writeTexts("coverage", completeness.coverage());
    writeText("text", completeness.text());
    json.writeArrayFieldStart("gaps");
    for (Event.Gap gap : run.graph().gaps()) {
      json.writeStartArray();
      json.writeNumber(gap.from());
      json.writeNumber(gap.to());
      json.writeString(VisibleText.words(gap.cause()));
      Numbers.write(json, gap.lost());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeRecorder(RunDescription.Recorder recorder) throws IOException {
    json.writeStartObject();
    writeText("version", recorder.version());
    writeText("bpftrace", recorder.bpftrace());
    writeText("kernel", recorder.kernel());
    writeTexts("probes", recorder.probes());
    json.writeEndObject();
  }

  private void writeCounts() throws IOException {
    json.writeStartObject();
    json.writeNumberField("events", run.graph().events());
    json.writeNumberField("processes", shown.total());
    json.writeNumberField("executions", run.graph().executions().size());
    json.writeNumberField("files", files.total());
    json.writeNumberField("channels", channels.total());
    json.writeNumberField("network", channels.totalNetwork());
    json.writeEndObject();
  }

  private void writeText(String field, @Nullable String words) throws IOException {
    json.writeStringField(field, VisibleText.words(words));
  }

  private void writeTexts(String field, List<String> words) throws IOException {
    json.writeArrayFieldStart(field);
    for (String each : words) {
      json.writeString(VisibleText.words(each));
    }
    json.writeEndArray();
  }
}
