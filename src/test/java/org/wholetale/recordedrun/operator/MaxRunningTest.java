package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.EmbeddedCluster.eventually;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/** An operator that lets two runs of a namespace run at once. */
class MaxRunningTest {

  private static final OperatorConfig CONFIG =
      OperatorConfig.archivingTo("s3://archives/runs").withHttpPort(0).withMaxRunning(2);
  private static final String QUEUED = "UNKNOWN Queued";
  private static final String STARTING = "STARTING Starting";

  private final EmbeddedCluster cluster = new EmbeddedCluster();
  private RecordedRunOperator operator = started();

  @AfterEach
  void stop() {
    operator.close();
    cluster.close();
  }

  @Test
  void theOthersWaitAndTheOldestIsNext() {
    List<RecordedRun> runs = inOrder("r1", "r2", "r3", "r4");
    cluster.awaitSaid(runs.get(2), QUEUED);
    cluster.awaitSaid(runs.get(3), QUEUED);
    assertThat(cluster.withPod(runs)).containsExactly("r1", "r2");
    assertThat(cluster.accepted(runs.get(3))).isEqualTo("True Accepted");
    assertThat(cluster.status(runs.get(3)).map(RecordedRunStatus::message))
        .contains(
            "as many runs of this namespace run as may at once (maxRunning: 2); the oldest of the others is next");

    cluster.end(runs.get(1));

    cluster.awaitSaid(runs.get(2), STARTING);
    assertThat(cluster.withPod(runs)).containsExactly("r1", "r2", "r3");
    assertThat(cluster.said(runs.get(3))).isEqualTo(QUEUED);
  }

  @Test
  void aRunThatWaitsIsWrittenToOnceHoweverManyGoBeforeIt() {
    List<RecordedRun> runs = inOrder("r1", "r2", "r3", "r4", "r5");
    RecordedRun last = runs.get(4);
    cluster.awaitSaid(last, QUEUED);
    String version = cluster.of(last).require().getMetadata().getResourceVersion();
    cluster.end(runs.get(0));
    cluster.awaitSaid(runs.get(2), STARTING);
    cluster.end(runs.get(1));
    cluster.awaitSaid(runs.get(3), STARTING);
    assertThat(cluster.of(last).require().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void eachNamespaceHasItsOwnPlaces() {
    inOrder("r1", "r2");
    RecordedRun elsewhere = run().toCreate("r3");
    elsewhere.setMetadata(new ObjectMetaBuilder().withNamespace("others").withName("r3").build());
    cluster.awaitSaid(cluster.create(elsewhere), STARTING);
  }

  @Test
  void whoIsCancelledSuspendedOrDeletedLeavesTheQueue() {
    List<RecordedRun> runs = inOrder("r1", "r2", "r3", "r4", "r5", "r6");
    cluster.awaitSaid(runs.get(5), QUEUED);
    cluster.merge(runs.get(2), "{\"spec\": {\"cancel\": true}}");
    cluster.awaitSaid(runs.get(2), "CANCELLED Cancelled");
    cluster.merge(runs.get(3), "{\"spec\": {\"suspend\": true}}");
    cluster.awaitSaid(runs.get(3), "UNKNOWN Suspended");
    cluster.of(runs.get(4)).delete();
    eventually().until(() -> cluster.of(runs.get(4)).get() == null);

    cluster.end(runs.get(0));

    cluster.awaitSaid(runs.get(5), STARTING);
    assertThat(cluster.withPod(runs)).containsExactly("r1", "r2", "r6");
  }

  @Test
  void aRunThatIsDeletedWhileItRunsGivesItsPlaceOnceItsPodHasEnded() {
    List<RecordedRun> runs = inOrder("r1", "r2", "r3");
    cluster.awaitSaid(runs.get(2), QUEUED);
    cluster.taleRuns(runs.get(0));
    cluster.awaitSaid(runs.get(0), "RUNNING Running");
    cluster.of(runs.get(0)).delete();
    eventually()
        .until(() ->
            cluster.pod(runs.get(0)).orElseThrow().getMetadata().getDeletionTimestamp() != null);
    assertThat(cluster.said(runs.get(2))).isEqualTo(QUEUED);

    cluster.end(runs.get(0));

    cluster.awaitSaid(runs.get(2), STARTING);
  }

  @Test
  void aRunInWhoseWaySomethingIsHoldsNoPlace() {
    RunFixture homeless =
        run().with("workspace", Map.of("persistentVolumeClaim", Map.of("claimName", "none")));
    List<RecordedRun> stuck = List.of(cluster.create("a", homeless), cluster.create("b", homeless));
    stuck.forEach(run -> cluster.awaitSaid(run, "UNKNOWN ClaimNotFound"));
    List<RecordedRun> runs = inOrder("r1", "r2", "r3");
    cluster.awaitSaid(runs.get(2), QUEUED);
    assertThat(cluster.withPod(runs)).containsExactly("r1", "r2");
  }

  @Test
  void anOperatorThatStartsAgainKnowsWhichPlacesAreTaken() {
    List<RecordedRun> runs = inOrder("r1", "r2", "r3", "r4");
    cluster.awaitSaid(runs.get(3), QUEUED);
    operator.close();
    RecordedRun later = cluster.create("r5", run());
    operator = started();
    cluster.awaitSaid(later, QUEUED);
    assertThat(cluster.withPod(runs)).containsExactly("r1", "r2");

    cluster.end(runs.get(0));

    cluster.awaitSaid(runs.get(2), STARTING);
    assertThat(cluster.said(runs.get(3))).isEqualTo(QUEUED);
  }

  /** The test ends each pod as soon as it is there, and counts. */
  @Test
  void ofACrowdNeverMoreThanTwoHaveAPod() {
    AtomicInteger most = new AtomicInteger();
    Set<String> live = ConcurrentHashMap.newKeySet();
    try (SharedIndexInformer<Pod> _ =
        cluster
            .client()
            .pods()
            .inNamespace(RunFixture.NAMESPACE)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    live.add(pod.getMetadata().getName());
                    most.accumulateAndGet(live.size(), Math::max);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {
                    if (new ObservedPod(pod).ended()) {
                      live.remove(pod.getMetadata().getName());
                    }
                  }

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {
                    live.remove(pod.getMetadata().getName());
                  }
                })) {
      List<RecordedRun> runs =
          IntStream.range(0, 30).mapToObj(i -> cluster.create("run-" + i, run())).toList();
      eventually()
          .until(() -> {
            runs.stream().filter(run -> cluster.said(run).equals(STARTING)).forEach(cluster::end);
            return runs.stream().allMatch(run -> cluster.said(run).equals("COMPLETED Completed"));
          });
      assertThat(most).hasValue(2);
    }
  }

  /** One after another, so that none is looked at before it is known that an older one is there. */
  private List<RecordedRun> inOrder(String... names) {
    List<RecordedRun> runs = new ArrayList<>();
    for (String name : names) {
      RecordedRun run = cluster.create(name, run());
      eventually().until(() -> !cluster.said(run).isEmpty());
      runs.add(run);
    }
    return runs;
  }

  private RecordedRunOperator started() {
    RecordedRunOperator started =
        new RecordedRunOperator(cluster.client(), CONFIG, new FakeArchives(), Clock.systemUTC());
    started.start();
    return started;
  }
}
