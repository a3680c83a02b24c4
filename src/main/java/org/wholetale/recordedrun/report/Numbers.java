package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Numbers that may not be known. */
final class Numbers {

  private Numbers() {}

  static void write(JsonGenerator json, @Nullable Long number) throws IOException {
    if (number == null) {
      json.writeNull();
    } else {
      json.writeNumber(number);
    }
  }

  static void write(JsonGenerator json, @Nullable Integer number) throws IOException {
    write(json, number == null ? null : Long.valueOf(number));
  }
}
