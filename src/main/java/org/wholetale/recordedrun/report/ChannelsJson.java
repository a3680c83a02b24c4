package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.wholetale.recordedrun.provenance.Channel;
import org.wholetale.recordedrun.provenance.ChannelUse;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.NetworkUse;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.trace.FileKind;

/** The rows of what executions moved through pipes and sockets, and of the network they used. */
final class ChannelsJson {

  private final JsonGenerator json;
  private final RunGraph graph;
  private final ShownProcesses shown;
  private final Texts texts;
  private final ReportLimits limits;

  ChannelsJson(
      JsonGenerator json, RunGraph graph, ShownProcesses shown, Texts texts, ReportLimits limits) {
    this.json = json;
    this.graph = graph;
    this.shown = shown;
    this.texts = texts;
    this.limits = limits;
  }

  /** How many pipes and sockets there are, those left out too. */
  int total() {
    return graph.channels().size();
  }

  /** How many uses of the network there are, those left out too. */
  int totalNetwork() {
    return graph.executions().stream().mapToInt(execution -> execution.network().size()).sum();
  }

  void write() throws IOException {
    json.writeArrayFieldStart("channels");
    for (Channel channel : graph.channels().stream().limit(limits.channels()).toList()) {
      write(channel);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("network");
    int written = 0;
    for (Execution execution : shown.executions()) {
      for (NetworkUse use : execution.network()) {
        if (written++ < limits.network()) {
          write(execution, use);
        }
      }
    }
    json.writeEndArray();
  }

  private void write(Channel channel) throws IOException {
    json.writeStartArray();
    json.writeNumber(channel.kind() == FileKind.SOCKET ? 1 : 0);
    json.writeStartArray();
    for (ChannelUse use : channel.uses()) {
      Integer execution = shown.place(use.execution());
      if (execution != null) {
        json.writeStartArray();
        json.writeNumber(execution);
        json.writeNumber(use.read());
        json.writeNumber(use.written());
        json.writeNumber(use.end().equals(channel.id()) ? 0 : 1);
        json.writeNumber(use.until());
        json.writeEndArray();
      }
    }
    json.writeEndArray();
    json.writeEndArray();
  }

  private void write(Execution execution, NetworkUse use) throws IOException {
    json.writeStartArray();
    Numbers.write(json, shown.place(execution));
    json.writeNumber(texts.number(use.text()));
    json.writeEndArray();
  }
}
