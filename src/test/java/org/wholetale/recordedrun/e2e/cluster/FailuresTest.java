package org.wholetale.recordedrun.e2e.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to a run, its status and its archive say it. What touches one run only is done
 * to many at once, since most of that is waiting.
 */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailuresTest {

  /** More would only make each other's recorders start later. */
  private static final int AT_ONCE = 8;

  private static Scene scene;
  private static Map<Failure, Future<Promise>> outcomes;

  @BeforeAll
  static void failRuns() {
    scene = Scene.open();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    outcomes =
        Failures.ofOneRun()
            .collect(
                Collectors.toMap(
                    failure -> failure, failure -> threads.submit(() -> failure.outcome(scene))));
    threads.shutdown();
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("org.wholetale.recordedrun.e2e.cluster.Failures#ofOneRun")
  void whatIsDoneToOneRunIsTold(Failure failure) throws Exception {
    assertKept(failure, requireNonNull(outcomes.get(failure)).get());
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("org.wholetale.recordedrun.e2e.cluster.Failures#ofAllRuns")
  void whatIsDoneToAllIsTold(Failure failure) throws Exception {
    assertKept(failure, failure.outcome(scene));
  }

  private static void assertKept(Failure failure, Promise outcome) {
    assertThat(outcome.asFarAs(failure.promise()).facts())
        .as(outcome.message())
        .isEqualTo(failure.promise().facts());
    assertThat(outcome.message()).matches(failure.promise().messages());
  }
}
