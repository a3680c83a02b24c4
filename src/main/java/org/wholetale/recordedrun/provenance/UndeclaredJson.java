package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a run used that nobody declared, as JSON. */
public final class UndeclaredJson {

  private UndeclaredJson() {}

  /** An object with files and contacts. */
  public static JsonNode of(Undeclared undeclared) {
    ObjectNode object = AnswerJson.object();
    object.set("files", FileListJson.of(undeclared.files(), "readBy"));
    ArrayNode network = object.putArray("network");
    for (Undeclared.Contact contact : undeclared.network()) {
      network.addObject().put("what", contact.what()).set("by", AnswerJson.processes(contact.by()));
    }
    return object;
  }
}
