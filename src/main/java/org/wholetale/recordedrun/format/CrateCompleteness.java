package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.wholetale.recordedrun.provenance.RunDescription.Completeness;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.Event;

/**
 * What of the trace is missing, as properties of the run.
 *
 * @param values by the property's id
 */
record CrateCompleteness(String text, Map<String, Value> values) {

  /** A property. */
  record Value(String name, String value) {}

  static CrateCompleteness of(RunRecord run) {
    Completeness trace = run.description().completeness();
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("#trace-complete", new Value("trace.complete", Boolean.toString(trace.complete())));
    values.put(
        "#trace-lost",
        new Value("trace.lost", trace.lost() == null ? "unknown" : Long.toString(trace.lost())));
    values.put("#trace-truncated", new Value("trace.truncated", Long.toString(trace.truncated())));
    values.put("#trace-redacted", new Value("trace.redacted", Long.toString(trace.redacted())));
    for (Event.Gap gap : run.graph().gaps()) {
      values.put("#trace-gap-" + (values.size() + 1), new Value("trace.gap", of(gap)));
    }
    for (String sentence : trace.coverage()) {
      values.put("#trace-coverage-" + (values.size() + 1), new Value("trace.coverage", sentence));
    }
    return new CrateCompleteness("Its trace is " + trace.text() + ".", values);
  }

  Set<String> ids() {
    return values.keySet();
  }

  void write(CrateJson json) throws IOException {
    for (Map.Entry<String, Value> value : values.entrySet()) {
      json.begin(value.getKey(), "PropertyValue");
      json.text("name", value.getValue().name());
      json.text("value", value.getValue().value());
      json.end();
    }
  }

  private static String of(Event.Gap gap) {
    return "from %d to %d ns: %s; events lost: %s"
        .formatted(gap.from(), gap.to(), gap.cause(), gap.lost() == null ? "unknown" : gap.lost());
  }
}
