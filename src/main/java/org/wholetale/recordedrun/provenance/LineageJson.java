package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wholetale.recordedrun.trace.FileKind;

/** A lineage as JSON: all of it, as a graph of processes, files and channels. */
public final class LineageJson {

  private final RunRecord run;
  private final Lineage lineage;
  private final Map<LineageNode, String> ids = new LinkedHashMap<>();

  private LineageJson(RunRecord run, Lineage lineage) {
    this.run = run;
    this.lineage = lineage;
  }

  /** The object; equal lineages give equal ones. */
  public static JsonNode of(RunRecord run, Lineage lineage) {
    return new LineageJson(run, lineage).object();
  }

  private ObjectNode object() {
    ObjectNode object = AnswerJson.object();
    object.set("file", AnswerJson.file(run, lineage.file()));
    object.set("processes", processes());
    object.set("files", files());
    object.set("channels", channels());
    ArrayNode steps = object.putArray("steps");
    for (Lineage.Step step : lineage.steps()) {
      ObjectNode one =
          steps.addObject().put("from", ids.get(step.from())).put("to", ids.get(step.to()));
      if (step.inherited()) {
        one.put("inherited", true);
      }
    }
    object.set("startedBy", AnswerJson.processes(lineage.starters()));
    return object;
  }

  private ArrayNode processes() {
    ArrayNode array = AnswerJson.array();
    for (TracedProcess process : lineage.processes()) {
      String id = "p" + array.size();
      ids.put(new LineageNode.OfProcess(process), id);
      array.add(AnswerJson.object().put("id", id).setAll(AnswerJson.process(process)));
    }
    return array;
  }

  private ArrayNode files() {
    ArrayNode array = AnswerJson.array();
    Set<FileHistory> found = new HashSet<>(lineage.found());
    List<FileHistory> files =
        lineage.nodes().stream()
            .filter(LineageNode.OfFile.class::isInstance)
            .map(node -> ((LineageNode.OfFile) node).file())
            .sorted(Comparator.comparing(FileHistory::path))
            .toList();
    for (FileHistory file : files) {
      String id = "f" + array.size();
      ids.put(new LineageNode.OfFile(file), id);
      ObjectNode object = AnswerJson.object().put("id", id).setAll(AnswerJson.file(run, file));
      array.add(object.put("found", found.contains(file)).put("written", file.isWritten()));
    }
    return array;
  }

  private ArrayNode channels() {
    ArrayNode array = AnswerJson.array();
    for (LineageNode node : lineage.nodes()) {
      if (node instanceof LineageNode.OfChannel of) {
        String id = "c" + array.size();
        ids.put(node, id);
        array
            .addObject()
            .put("id", id)
            .put("kind", of.channel().kind() == FileKind.SOCKET ? "socket" : "pipe");
      }
    }
    return array;
  }
}
