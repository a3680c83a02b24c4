package org.wholetale.recordedrun.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Serial;

/** Puts each element of the document's own arrays on a line, so that texts can be compared. */
final class ElementPerLine extends MinimalPrettyPrinter {

  @Serial private static final long serialVersionUID = 1;

  @Override
  public void beforeArrayValues(JsonGenerator json) throws IOException {
    breakLine(json);
  }

  @Override
  public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
    super.writeArrayValueSeparator(json);
    breakLine(json);
  }

  private static void breakLine(JsonGenerator json) throws IOException {
    JsonStreamContext outer = json.getOutputContext().getParent();
    if (outer != null && outer.getParent() != null && outer.getParent().inRoot()) {
      json.writeRaw('\n');
    }
  }
}
