package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wholetale.recordedrun.trace.ByteString;

/** Texts that stand in several rows, each written once, and the sets of variables likewise. */
final class Texts {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final Map<Map<String, ByteString>, Integer> environmentNumbers = new HashMap<>();
  private final List<Map<String, ByteString>> environments = new ArrayList<>();

  /** The place of a text that is fit to be shown. */
  int number(String visible) {
    return numbers.computeIfAbsent(
        visible,
        text -> {
          texts.add(text);
          return texts.size() - 1;
        });
  }

  /** The place of a set of variables; -1 for none. */
  int environment(Map<String, ByteString> variables) {
    return variables.isEmpty()
        ? -1
        : environmentNumbers.computeIfAbsent(
            variables,
            each -> {
              environments.add(each);
              return environments.size() - 1;
            });
  }

  void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("environments");
    for (Map<String, ByteString> environment : environments) {
      json.writeStartArray();
      for (Map.Entry<String, ByteString> variable : environment.entrySet()) {
        json.writeStartArray();
        json.writeString(VisibleText.words(variable.getKey()));
        json.writeString(VisibleText.name(variable.getValue()));
        json.writeEndArray();
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("texts");
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
