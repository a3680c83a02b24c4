package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** Parts that answers have in common, as JSON; names and bytes as in the trace's format. */
final class AnswerJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AnswerJson() {}

  static ObjectNode object() {
    return JSON.objectNode();
  }

  static ArrayNode array() {
    return JSON.arrayNode();
  }

  /** Text where it is some, else base64 under the name with {@code B64} appended. */
  static void put(ObjectNode object, String field, ByteString bytes) {
    Optional<String> text = bytes.utf8();
    if (text.isPresent()) {
      object.put(field, text.get());
    } else {
      object.put(field + "B64", Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
  }

  static ObjectNode process(TracedProcess process) {
    ObjectNode object = object().put("pid", process.pid()).put("since", process.since());
    ArrayNode executions = object.putArray("executions");
    for (Event.Exec exec : process.executions()) {
      ObjectNode execution = executions.addObject();
      put(execution, "path", exec.path());
      execution.put("commandLine", CommandText.of(exec));
    }
    return object;
  }

  static ArrayNode processes(List<TracedProcess> processes) {
    ArrayNode array = array();
    processes.forEach(process -> array.add(process(process)));
    return array;
  }

  static ObjectNode file(RunRecord run, FileHistory file) {
    ObjectNode object = object();
    put(object, "path", file.path());
    object.put("role", run.roleOf(file).text());
    FileContents.Content content = run.contents().of(file).orElse(null);
    object.put("size", content == null ? null : content.size());
    object.put("sha256", content == null ? null : content.sha256());
    if (file.isRemoved()) {
      object.put("removed", true);
    }
    return object;
  }
}
