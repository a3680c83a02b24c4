package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.wholetale.recordedrun.recorder.LineOrder.Loss;
import org.wholetale.recordedrun.trace.ByteString;

/** Times are milliseconds. A heartbeat lets go what is older than it by 20 ms. */
class LineOrderTest {

  private final List<String> out = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private final LineOrder order =
      new LineOrder(
          line -> out.add("%d/%d@%d".formatted(line.cpu(), line.number(), ms(line.time()))),
          losses::add);

  @Example
  void theLinesOfTwoProcessorsGoOnByTimeAtTheHeartbeat() {
    add(0, 1, 10);
    add(0, 2, 30);
    add(1, 1, 5);
    add(1, 2, 20);
    assertThat(out).isEmpty();

    heartbeat(100, Map.of(0, 2L, 1, 2L));

    assertThat(out).containsExactly("1/1@5", "0/1@10", "1/2@20", "0/2@30");
    assertThat(losses).isEmpty();
  }

  @Example
  void aMomentsLinesWaitForTheNextHeartbeat() {
    add(0, 1, 79);
    add(0, 2, 80);

    heartbeat(100, Map.of(0, 2L));
    assertThat(out).containsExactly("0/1@79");
    heartbeat(300, Map.of(0, 2L));
    assertThat(out).containsExactly("0/1@79", "0/2@80");
  }

  @Example
  void nothingGoesOnUntilAllThatTheHeartbeatKnowsIsHere() {
    add(0, 1, 10);
    heartbeat(100, Map.of(0, 1L, 1, 1L));
    assertThat(out).isEmpty();
    assertThat(order.isCaughtUp(nanos(100))).isFalse();

    add(1, 1, 5);
    assertThat(order.isCaughtUp(nanos(100))).isTrue();
    assertThat(order.isCaughtUp(nanos(101))).as("nobody has told").isFalse();
    heartbeat(300, Map.of(0, 1L, 1, 1L));

    assertThat(out).containsExactly("1/1@5", "0/1@10");
  }

  @Example
  void anEarlierHeartbeatLetsGoWhileTheLastOneStillWaits() {
    add(0, 1, 10);
    heartbeat(100, Map.of(0, 1L, 1, 1L));
    add(1, 1, 50);
    add(1, 2, 150);
    heartbeat(300, Map.of(0, 1L, 1, 3L));

    assertThat(out).containsExactly("0/1@10", "1/1@50");
  }

  @Example
  void aLineDoesNotWaitForeverForOneThatNeverComes() {
    add(0, 1, 10);
    heartbeat(100, Map.of(0, 1L, 1, 1L));
    heartbeat(5000, Map.of(0, 1L, 1, 1L));
    assertThat(out).isEmpty();

    heartbeat(5011, Map.of(0, 1L, 1, 1L));

    assertThat(out).containsExactly("0/1@10");
  }

  @Example
  void aHoleIsToldOnceWithItsCountAndTheTimesAroundIt() {
    add(0, 1, 10);
    add(0, 5, 40);
    add(0, 6, 50);
    heartbeat(100, Map.of(0, 6L));
    order.finish(Map.of(0, 6L));

    assertThat(losses).containsExactly(new Loss(0, nanos(10), nanos(40), 3));
    assertThat(out).containsExactly("0/1@10", "0/5@40", "0/6@50");
  }

  @Example
  void whatIsMissingBeforeTheFirstLineIsAHoleToo() {
    add(3, 4, 10);

    assertThat(losses).containsExactly(new Loss(3, 0, nanos(10), 3));
  }

  @Example
  void finalCountersBeyondTheLastLineAreAHoleThatEndsNoEarlierThanItBegins() {
    add(0, 1, 10);
    heartbeat(100, Map.of(0, 1L));
    add(0, 2, 150);
    order.finish(Map.of(0, 9L, 1, 4L));

    assertThat(losses)
        .containsExactlyInAnyOrder(
            new Loss(0, nanos(150), nanos(150), 7), new Loss(1, 0, nanos(150), 4));
    assertThat(out).containsExactly("0/1@10", "0/2@150");
    assertThat(order.isCaughtUp(nanos(100))).isTrue();
  }

  @Example
  void afterARestartNumbersBeginAtOneAgain() {
    add(0, 1, 10);
    add(0, 2, 20);
    heartbeat(5, Map.of(0, 2L));
    order.restart();
    assertThat(out).containsExactly("0/1@10", "0/2@20");

    add(0, 1, 200);
    heartbeat(300, Map.of(0, 1L));
    order.finish(Map.of(0, 1L));

    assertThat(losses).isEmpty();
    assertThat(out).containsExactly("0/1@10", "0/2@20", "0/1@200");
  }

  @Property(tries = 200)
  void howeverTheProcessorsInterleaveNothingIsLostAndAllIsCounted(@ForAll Random random) {
    out.clear();
    losses.clear();
    LineOrder anyOrder =
        new LineOrder(line -> out.add("%020d".formatted(line.time())), losses::add);
    long[] written = new long[3];
    long dropped = 0;
    long sent = 0;
    for (int time = 1; time <= 300; time++) {
      int cpu = random.nextInt(3);
      written[cpu]++;
      if (random.nextInt(10) == 0) {
        dropped++;
      } else {
        anyOrder.add(line(cpu, written[cpu], time));
        sent++;
      }
      if (time % 50 == 0) {
        anyOrder.heartbeat(nanos(time), counters(written));
      }
    }
    anyOrder.finish(counters(written));

    assertThat(losses.stream().mapToLong(Loss::count).sum()).isEqualTo(dropped);
    assertThat(losses).allMatch(loss -> loss.from() <= loss.to());
    assertThat(out).hasSize((int) sent).isSorted();
  }

  private static Map<Integer, Long> counters(long... written) {
    return Map.of(0, written[0], 1, written[1], 2, written[2]);
  }

  private void add(int cpu, long number, long millis) {
    order.add(line(cpu, number, millis));
  }

  private void heartbeat(long millis, Map<Integer, Long> byCpu) {
    order.heartbeat(nanos(millis), byCpu);
  }

  private static KernelLine line(int cpu, long number, long millis) {
    return KernelLine.parse(
        ByteString.of("F %d %d %d 1 1 1 2".formatted(cpu, number, nanos(millis))));
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }

  private static long ms(long nanos) {
    return nanos / 1_000_000;
  }
}
