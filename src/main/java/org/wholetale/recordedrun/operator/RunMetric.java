package org.wholetale.recordedrun.operator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the operator measures, in Micrometer's names; Prometheus' follow from them. {@code
 * docs/metrics.md} is made from this.
 */
enum RunMetric {
  RUNS(Kind.GAUGE, "runs", "Runs that there are now, by the phase they are in.", "phase"),
  WAITING(
      Kind.GAUGE,
      "waiting.seconds",
      "Age of the oldest run whose tale has not started; suspended ones apart, 0 where none waits."),
  TRANSITIONS(
      Kind.COUNTER,
      "transitions",
      "Phases that runs have entered, and the reason in their status.",
      "phase",
      "reason"),
  PHASE(
      Kind.SECONDS,
      "phase",
      "How long runs were in a phase: UNKNOWN until there is a pod, STARTING until the tale starts,"
          + " RUNNING until the archive is written.",
      "phase"),
  START(Kind.SECONDS, "start", "From a run's creation to its tale's start."),
  GATE(
      Kind.SECONDS,
      "gate",
      "From the recorder's start until it records and the tale may start; told at the run's end."),
  ARCHIVING(Kind.SECONDS, "archiving", "From the tale's end until its archive is written."),
  ARCHIVE(
      Kind.BYTES,
      "archive",
      "Size of the archives that were written, their manifests apart; the sum is what the store took."),
  EVENTS(Kind.COUNTER, "events", "Events in the traces of runs that have ended."),
  EVENTS_LOST(
      Kind.COUNTER,
      "events.lost",
      "Events that were lost, of runs that have ended; what is in a gap cannot be counted."),
  GAPS(
      Kind.COUNTER,
      "gaps",
      "Stretches of traces in which events are missing, known in number or not."),
  LEADER(
      Kind.GAUGE,
      "leader",
      "1 in the operator that acts, 0 in one that stands by; without a Lease always 1."),
  API_REQUESTS(
      Kind.COUNTER,
      "api.requests",
      "Requests to the API server; resource names no object, such as pods/status.",
      "method",
      "resource",
      "code");

  /** What Prometheus makes of it. */
  enum Kind {
    GAUGE("gauge", ""),
    COUNTER("counter", "_total"),
    SECONDS("summary", "_seconds"),
    BYTES("summary", "_bytes");

    private final String type;
    private final String suffix;

    Kind(String type, String suffix) {
      this.type = type;
      this.suffix = suffix;
    }

    String type() {
      return type;
    }

    /** The names under which it is scraped, the first without what a summary adds. */
    private List<String> names(String name) {
      return type.equals("summary")
          ? List.of(
              name + suffix,
              name + suffix + "_count",
              name + suffix + "_sum",
              name + suffix + "_max")
          : List.of(name + suffix);
    }
  }

  private final Kind kind;
  private final String name;
  private final String help;
  private final String labels;

  RunMetric(Kind kind, String name, String help, String... labels) {
    this.kind = kind;
    this.name = "recordedrun." + name;
    this.help = help;
    this.labels = String.join(" ", labels);
  }

  /** Its name without what Prometheus puts at the end. */
  String meter() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  String help() {
    return help;
  }

  List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
  }

  /** Prometheus' name for it, and of a summary's parts. */
  List<String> scraped() {
    return kind.names(name.replace('.', '_'));
  }

  /**
   * Adds to a counter.
   *
   * @param values of its labels, in their order
   */
  void count(MeterRegistry registry, double amount, String... values) {
    Counter.builder(name).description(help).tags(tags(values)).register(registry).increment(amount);
  }

  /** One more duration; one below nothing, of two clocks that differ, is none. */
  void record(MeterRegistry registry, Duration duration, String... values) {
    Timer.builder(name)
        .description(help)
        .tags(tags(values))
        .register(registry)
        .record(duration.isNegative() ? Duration.ZERO : duration);
  }

  /** One more size. */
  void record(MeterRegistry registry, long bytes, String... values) {
    DistributionSummary.builder(name)
        .description(help)
        .baseUnit("bytes")
        .tags(tags(values))
        .register(registry)
        .record((double) bytes);
  }

  /** Asks for the value whenever somebody scrapes. */
  void watch(MeterRegistry registry, Supplier<Number> value, String... values) {
    Gauge.builder(name, value).description(help).tags(tags(values)).register(registry);
  }

  private List<Tag> tags(String... values) {
    List<String> names = labels();
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          "%s has the labels %s, not %d values".formatted(name, names, values.length));
    }
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(names.get(i), values[i]));
    }
    return tags;
  }
}
