package org.wholetale.recordedrun.e2e.cluster;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of the document about failures.
 *
 * @param advice what somebody does whose run failed so
 */
record Section(String title, String advice, List<Failure> failures) {

  static Section of(String title, String advice, Failure... failures) {
    return new Section(title, advice, List.of(failures));
  }

  String markdown() {
    String rows = failures.stream().map(Section::row).collect(Collectors.joining());
    return """
    ## %s
    %s

    | what happens | until then | phase, reason | message | tale | archive | `TraceComplete` |
    |---|---|---|---|---|---|---|
    %s\
    """
        .formatted(title, advice, rows);
  }

  private static String row(Failure failure) {
    Promise promise = failure.promise();
    return "| %s | %s | %s<br>`%s` | %s | %s | %s | %s |\n"
        .formatted(
            failure.what(),
            failure.meanwhile() == null ? "" : "`%s`".formatted(failure.meanwhile()),
            promise.phase(),
            promise.reason(),
            promise.message().replace("|", "\\|"),
            promise.tale(),
            promise.archive(),
            promise.traceComplete());
  }
}
