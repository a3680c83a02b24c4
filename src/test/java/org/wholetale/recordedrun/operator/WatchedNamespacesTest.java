package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.EmbeddedCluster.eventually;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.RecordedRun;

/** An operator watches one namespace, several, or all. */
class WatchedNamespacesTest {

  private static final List<String> NAMESPACES = List.of("red", "green", "blue");

  private final EmbeddedCluster cluster = new EmbeddedCluster();

  @AfterEach
  void stop() {
    cluster.close();
  }

  static Stream<Arguments> watched() {
    return Stream.of(
        Arguments.of(Set.of("blue"), List.of("blue")),
        Arguments.of(Set.of("green", "blue"), List.of("green", "blue")),
        Arguments.of(Set.of(), NAMESPACES));
  }

  @ParameterizedTest
  @MethodSource("watched")
  void runsLiveInWatchedNamespacesAndAreLeftAloneInOthers(Set<String> watched, List<String> live) {
    OperatorConfig config =
        OperatorConfig.archivingTo("s3://archives/runs").withHttpPort(0).withNamespaces(watched);
    try (var operator =
        new RecordedRunOperator(cluster.client(), config, new FakeArchives(), Clock.systemUTC())) {
      operator.start();
      List<RecordedRun> runs = NAMESPACES.stream().map(this::create).toList();
      List<RecordedRun> expected =
          runs.stream().filter(run -> live.contains(run.getMetadata().getNamespace())).toList();

      expected.forEach(run -> cluster.awaitSaid(run, "STARTING Starting"));
      expected.forEach(cluster::end);
      expected.forEach(run -> cluster.awaitSaid(run, "COMPLETED Completed"));
      expected.forEach(run -> cluster.of(run).delete());
      eventually().until(() -> expected.stream().allMatch(run -> cluster.of(run).get() == null));

      assertThat(runs)
          .filteredOn(run -> !expected.contains(run))
          .allSatisfy(run -> {
            assertThat(cluster.of(run).require().getFinalizers()).isEmpty();
            assertThat(cluster.status(run)).isEmpty();
            assertThat(cluster.pod(run)).isEmpty();
          });
    }
  }

  private RecordedRun create(String namespace) {
    RecordedRun run = run().toCreate("hello");
    run.getMetadata().setNamespace(namespace);
    return cluster.create(run);
  }
}
