package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Files of a run as JSON. */
public final class FileListJson {

  private FileListJson() {}

  /**
   * An array with an object a file.
   *
   * @param users the field that names who used it
   */
  public static JsonNode of(List<FileList.Row> rows, String users) {
    ArrayNode array = AnswerJson.array();
    for (FileList.Row row : rows) {
      ObjectNode object = array.addObject();
      AnswerJson.put(object, "path", row.path());
      object.put("role", row.role().text());
      object.put("size", row.size());
      object.put("sha256", row.sha256());
      object.set(users, AnswerJson.processes(row.users()));
    }
    return array;
  }
}
