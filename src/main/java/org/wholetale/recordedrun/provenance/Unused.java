package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Which data a run never read, as text and as JSON. */
public final class Unused {

  private Unused() {}

  /** A line a file, and how many there are; the last line ended. */
  public static String of(DeclaredData data, RunGraph graph) {
    List<DeclaredData.DataFile> unused = data.unusedBy(graph);
    StringBuilder text = new StringBuilder();
    text.append(
        "%d of %d data files were never read\n".formatted(unused.size(), data.files().size()));
    for (DeclaredData.DataFile file : unused) {
      text.append("  %s  %d bytes\n".formatted(ShellText.quote(file.path()), file.size()));
    }
    return text.toString();
  }

  /** An object with the unused files. */
  public static JsonNode json(DeclaredData data, RunGraph graph) {
    ObjectNode object = AnswerJson.object().put("dataFiles", data.files().size());
    object.put("unlisted", data.unlisted());
    ArrayNode unused = object.putArray("unused");
    for (DeclaredData.DataFile file : data.unusedBy(graph)) {
      ObjectNode one = unused.addObject();
      AnswerJson.put(one, "path", file.path());
      one.put("size", file.size());
    }
    return object;
  }
}
