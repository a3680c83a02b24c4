package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.wholetale.recordedrun.trace.Event;

/** When what was executed, as JSON. */
public final class TimelineJson {

  private TimelineJson() {}

  /** An array with an object an execution; times in nanoseconds since the trace's start. */
  public static JsonNode of(Timeline timeline) {
    ArrayNode array = AnswerJson.array();
    for (Timeline.Row row : timeline.rows()) {
      Event.Exec program = row.execution().program();
      ObjectNode object = array.addObject().put("pid", row.execution().process().pid());
      object.put("commandLine", program == null ? null : CommandText.of(program));
      object.put("copy", row.execution().exec() == null);
      object.put("from", row.from()).put("to", row.to());
      Event.Exit exit = row.exit();
      if (exit != null) {
        object.put("code", exit.code()).put("signal", exit.signal());
      }
    }
    return array;
  }
}
