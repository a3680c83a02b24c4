package org.wholetale.recordedrun.e2e.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.e2e.ArchivedRun;
import org.wholetale.recordedrun.trace.TraceReader;

/** How long a run takes to begin and to end, one run after the other. */
@Tag("stopwatch")
class StopwatchTest {

  private static final int RUNS = Integer.getInteger("runs", 20);
  private static final Duration OFTEN = Duration.ofMillis(20);

  private enum Interval {
    BEGIN("create to first instruction"),
    GATE("  of that the recorder's"),
    ARCHIVE("tale's end to archived"),
    COMPLETE("tale's end to Complete"),
    SEGMENT("event to segment in the store");

    private final String text;

    Interval(String text) {
      this.text = text;
    }
  }

  private final Clock clock = Clock.systemUTC();
  private final Map<Interval, List<Double>> seconds = new EnumMap<>(Interval.class);

  @Test
  void everyRunIsWhole() throws IOException {
    try (TestCluster cluster = TestCluster.connect()) {
      for (int i = 0; i < RUNS; i++) {
        time(cluster);
      }
      timeSegments(cluster);
    }
    System.out.printf("%-29s %8s %8s%n", RUNS + " runs", "median", "worst");
    seconds.forEach(StopwatchTest::print);
  }

  private void time(TestCluster cluster) throws IOException {
    Instant asked = clock.instant();
    ClusterRun timed = cluster.script("timed", "/bin/true");
    eventually().pollInterval(OFTEN).until(() -> timed.has(Manifest.FILE_NAME));
    Instant archived = clock.instant();
    timed.resource().waitUntilCondition(StopwatchTest::isComplete, 1, TimeUnit.MINUTES);
    Instant complete = clock.instant();

    ArchivedRun run = timed.archived();
    assertThat(run.verification().problems()).isEmpty();
    assertThat(run.manifest().trace().complete()).isTrue();
    Instant begun = requireNonNull(run.manifest().startedAt());
    Instant ended = requireNonNull(run.manifest().finishedAt());
    took(Interval.BEGIN, between(asked, begun));
    took(Interval.GATE, requireNonNull(run.manifest().recorder().gateSeconds()));
    took(Interval.ARCHIVE, between(ended, archived));
    took(Interval.COMPLETE, between(ended, complete));
  }

  /** How old each event is when its segment is in the store, of a tale that takes 12 seconds. */
  private void timeSegments(TestCluster cluster) throws IOException {
    ClusterRun busy =
        cluster.script(
            "busy",
            """
            for i in $(seq 60); do
              sleep 0.2
            done
            """);
    Map<String, Instant> arrived = new HashMap<>();
    eventually()
        .until(() -> {
          busy.segments().forEach(path -> arrived.putIfAbsent(path, clock.instant()));
          return busy.has(Manifest.FILE_NAME);
        });
    try (ArchiveStore store = busy.store()) {
      Instant start = requireNonNull(busy.archived().manifest().trace().start());
      for (Map.Entry<String, Instant> segment : arrived.entrySet()) {
        TraceReader.read(
            store.read(segment.getKey()),
            event ->
                took(Interval.SEGMENT, between(start.plusNanos(event.time()), segment.getValue())));
      }
    }
  }

  private void took(Interval interval, double howLong) {
    seconds.computeIfAbsent(interval, _ -> new ArrayList<>()).add(howLong);
  }

  private static void print(Interval interval, List<Double> each) {
    List<Double> sorted = each.stream().sorted().toList();
    int count = sorted.size();
    double median = (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
    System.out.printf("%-29s %6.2f s %6.2f s%n", interval.text, median, sorted.getLast());
  }

  private static double between(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static boolean isComplete(@Nullable RecordedRun run) {
    return run != null
        && run.getStatus() != null
        && run.getStatus()
            .condition(ConditionType.Complete)
            .filter(condition -> condition.getStatus().equals("True"))
            .isPresent();
  }
}
