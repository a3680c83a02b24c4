package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RecordedRun;

/** Two places in a namespace, and runs named in the order of their age. */
class PlacesTest {

  private final List<String> woken = new ArrayList<>();
  private final Places places = new Places(2, id -> woken.add(id.getName()));
  private final List<RecordedRun> runs =
      new ArrayList<>(Stream.of("a", "b", "c", "d").map(PlacesTest::named).toList());
  private final List<String> holders = new ArrayList<>();

  @Test
  void aRunThatWasGivenAPlaceKeepsItHoweverOftenItAsks() {
    assertThat(take("a")).isTrue();
    assertThat(take("b")).isTrue();
    assertThat(take("a")).isTrue();
    assertThat(take("c")).isFalse();
  }

  @Test
  void aPodThatIsSeenTakesAPlaceThoughNobodyHereGaveIt() {
    holders.addAll(List.of("c", "d"));
    assertThat(take("a")).isFalse();
    holders.remove("d");
    assertThat(take("a")).isTrue();
  }

  @Test
  void aRunWhosePodWasRefusedLeavesItsPlaceToTheNext() {
    take("a");
    take("b");
    assertThat(take("d")).isFalse();
    assertThat(take("c")).isFalse();

    runs.remove(0); // as one that is refused does not wait
    leave("a");

    assertThat(woken).containsExactly("c");
    assertThat(take("c")).isTrue();
  }

  @Test
  void nobodyIsWokenTwiceForOnePlace() {
    take("a");
    take("b");
    take("c");
    runs.remove(0);
    leave("a");
    leave("a");
    assertThat(woken).containsExactly("c");
  }

  @Test
  void ofManyWhoAskAtTheSameMomentOnlySoManyGetAPlace() throws Exception {
    List<RecordedRun> crowd = IntStream.range(0, 100).mapToObj(i -> named("run-" + i)).toList();
    List<Future<Boolean>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (RecordedRun one : crowd) {
        answers.add(threads.submit(() -> places.take(one, neighbours(crowd))));
      }
    }
    int given = 0;
    for (Future<Boolean> answer : answers) {
      given += answer.get() ? 1 : 0;
    }
    assertThat(given).isEqualTo(2);
  }

  private boolean take(String name) {
    return places.take(named(name), neighbours(runs));
  }

  private void leave(String name) {
    places.leave(named(name), neighbours(runs));
  }

  private Places.Neighbours neighbours(List<RecordedRun> all) {
    return new Places.Neighbours() {
      @Override
      public Stream<RecordedRun> runs() {
        return all.stream();
      }

      @Override
      public Stream<String> holders() {
        return holders.stream();
      }
    };
  }

  private static RecordedRun named(String name) {
    RecordedRun run = run().build();
    run.getMetadata().setName(name);
    run.getMetadata().setUid(name);
    return run;
  }
}
