package org.wholetale.recordedrun.e2e.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.cli.KillPoint;
import org.wholetale.recordedrun.girder.FakeGirder;

/**
 * Whenever an operator is killed, another takes over: the run ends as it would have, has one pod
 * ever, and Girder is told of each phase once and in order. Several at once, since most of that is
 * waiting for the dead one's Lease to run out.
 */
@Tag("cluster")
class KilledOperatorTest {

  private static final int AT_ONCE = 4;
  private static final String SECRET = "girder-token";

  /** In tenths of a second, longer than an operator takes to take over. */
  private static final int LONG = 600;

  private static final int SHORT = 20;

  /** What became of a run. */
  private record Outcome(
      List<RunStatus> end, int podsEver, List<Integer> told, Promise.Archive archive) {}

  /** The same, and what the status said of it last, for people. */
  private record Ended(Outcome outcome, String message) {}

  @TempDir static Path scratch;
  private static TestCluster cluster;
  private static InstalledOperator installed;
  private static FakeGirder girder;
  private static final Map<KillPoint, Future<Ended>> outcomes = new EnumMap<>(KillPoint.class);

  @BeforeAll
  static void killOperators() {
    cluster = TestCluster.connect();
    girder = FakeGirder.start();
    installed = InstalledOperator.hold(cluster);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    for (KillPoint point : KillPoint.values()) {
      outcomes.put(point, threads.submit(() -> outcome(point)));
    }
    threads.shutdown();
  }

  @AfterAll
  static void letTheInstalledOperatorGoOn() {
    installed.close();
    girder.close();
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void whereverAnOperatorIsKilledAnotherEndsTheRun(KillPoint point) throws Exception {
    RunStatus end = isStopped(point) ? RunStatus.CANCELLED : RunStatus.COMPLETED;
    Ended ended = requireNonNull(outcomes.get(point)).get();
    assertThat(ended.outcome())
        .as(ended.message())
        .isEqualTo(new Outcome(List.of(end), 1, List.of(1, 2, end.code()), Promise.Archive.WHOLE));
  }

  private static Ended outcome(KillPoint point) throws Exception {
    String id = point.name();
    girder.withRun(id);
    Path folder = Files.createDirectory(scratch.resolve(id));
    try (RunsNamespace namespace =
            RunsNamespace.create(cluster, TestCluster.unique("killed"))
                .withStore(cluster.setting("RECORDEDRUN_STORE_SECRET"))
                .withLeases();
        Witness witness = new Witness(cluster.client(), namespace.name());
        OperatorPair operators =
            OperatorPair.start(cluster, installed, namespace, point, girder.api(), folder)) {
      girder.whenTold(id, RunStatus.COMPLETED.code(), () -> killedWhenTold(point, operators));
      cluster
          .client()
          .resource(
              FakeGirder.secret(
                  namespace.name(),
                  SECRET,
                  Map.of(Labels.FOR_STATUS_CALLBACKS, "true"),
                  FakeGirder.TOKEN))
          .create();
      ClusterRun run = created(point, namespace);
      act(point, run);
      operators.awaitDeath();
      eventually()
          .atMost(Failure.PATIENCE)
          .alias("Girder knows how the run ended: " + girder.told(id))
          .until(() -> girder.told(id).stream().anyMatch(code -> code > RunStatus.RUNNING.code()));
      run.awaitPodsEnd();
      eventually()
          .alias("the run has ended")
          .until(() -> !witness.phases().isEmpty() && witness.phases().getLast().isTerminal());
      run.delete();
      assertThat(witness.phases()).isSorted();
      return new Ended(
          new Outcome(
              witness.phases().stream().filter(RunStatus::isTerminal).toList(),
              witness.pods(),
              girder.told(id),
              run.archive()),
          witness.lastMessage());
    }
  }

  private static void killedWhenTold(KillPoint point, OperatorPair operators) {
    if (point == KillPoint.GIRDER_TOLD) {
      operators.killLeader();
    }
  }

  private static ClusterRun created(KillPoint point, RunsNamespace namespace) {
    return cluster.scriptIn(
        namespace.name(),
        "killed",
        """
        trap 'exit 3' TERM
        echo begun
        i=0
        while [ $i -lt %d ]; do
          sleep 0.1
          i=$((i + 1))
        done
        echo done
        """
            .formatted(isStopped(point) ? LONG : SHORT),
        "tale: {runId: %s}".formatted(point.name()),
        "statusCallback: {secretName: %s}".formatted(SECRET));
  }

  private static boolean isStopped(KillPoint point) {
    return switch (point) {
      case STOP_WANTED, STOPPED, POD_DELETED -> true;
      default -> false;
    };
  }

  private static void act(KillPoint point, ClusterRun run) {
    switch (point) {
      case STOP_WANTED, STOPPED -> {
        run.await(RunStatus.RUNNING);
        run.cancel();
      }
      case POD_DELETED -> {
        run.await(RunStatus.RUNNING);
        run.resource().delete();
      }
      default -> {}
    }
  }
}
