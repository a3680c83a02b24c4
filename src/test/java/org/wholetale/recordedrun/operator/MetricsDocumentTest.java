package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.api.GeneratedFile;

/** {@code docs/metrics.md}, and that whoever reads metrics asks for such as there are. */
class MetricsDocumentTest {

  /** What the SDK counts that is of use: its name, and what it says. */
  private static final List<List<String>> OF_THE_SDK =
      List.of(
          List.of(
              "operator_sdk_reconciliations_success_total",
              "counter",
              "Looks at a run that went well."),
          List.of(
              "operator_sdk_reconciliations_failed_total",
              "counter",
              "Looks at a run that ended in an error, and are tried again; absent before the first."),
          List.of(
              "operator_sdk_reconciliations_queue_size_recordedrun",
              "gauge",
              "Runs that wait to be looked at."));

  @Test
  void theDocumentIsWhatTheOperatorRegisters() {
    new GeneratedFile(Path.of("docs/metrics.md")).mustBe(document());
  }

  @Test
  void namesFollowPrometheusConventions() {
    for (RunMetric metric : RunMetric.values()) {
      String name = metric.scraped().getFirst();
      assertThat(name).matches("recordedrun(_[a-z]+)+");
      assertThat(name.endsWith("_total")).isEqualTo(metric.kind() == RunMetric.Kind.COUNTER);
      assertThat(metric.help()).endsWith(".");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "charts/recordedrun/dashboards/recordedrun.json",
        "charts/recordedrun/rules/recordedrun.yaml"
      })
  void whatTheChartAsksForIsDocumented(String file) throws IOException {
    Set<String> asked =
        Pattern.compile("\\b(?:recordedrun|operator_sdk)_[a-z_]+(?=[{\\[)])")
            .matcher(Files.readString(Path.of(file)))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(asked)
        .hasSizeGreaterThan(3)
        .isSubsetOf(
            Stream.concat(
                    Arrays.stream(RunMetric.values()).flatMap(metric -> metric.scraped().stream()),
                    OF_THE_SDK.stream().map(List::getFirst))
                .collect(Collectors.toSet()));
  }

  private static String document() {
    return """
    # Metrics
    Made from `operator.RunMetric`; renewed by `mvn test -Dtest=MetricsDocumentTest -Dgenerated.write=true`.

    The operator serves them at `/metrics` (`--http-port`, 8080) in Prometheus' text format; the chart's `serviceMonitor`, `prometheusRule` and
    `grafanaDashboard` make use of them. No metric has a label that grows with the number of runs. A summary has `_count`, `_sum` and `_max`, the
    greatest of the last minutes. What is told of a run at its end is counted by the operator that wrote its last status.

    | metric | type | labels | what |
    |---|---|---|---|
    %s
    ## Of the SDK
    The Java Operator SDK adds its own, `operator_sdk_...`. Of use are

    | metric | type | what |
    |---|---|---|
    %s\
    """
        .formatted(
            Arrays.stream(RunMetric.values())
                .map(metric ->
                    row(
                        "`" + metric.scraped().getFirst() + "`",
                        metric.kind().type(),
                        metric.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")),
                        metric.help()))
                .collect(Collectors.joining()),
            OF_THE_SDK.stream()
                .map(row -> row("`" + row.get(0) + "`", row.get(1), row.get(2)))
                .collect(Collectors.joining()));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
