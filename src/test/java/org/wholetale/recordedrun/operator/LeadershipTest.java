package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RecordedRun;

/** Two operators that compete for one Lease. */
class LeadershipTest {

  private static final String LEASE = "recordedrun";

  /** Two rounds of asking for the Lease, and time to act; less than it takes to run out. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final EmbeddedCluster cluster = new EmbeddedCluster();
  private final KubernetesClient client = cluster.client();
  private final AtomicInteger losses = new AtomicInteger();
  private final RecordedRunOperator first = operator("s3://archives/first");
  private final RecordedRunOperator second = operator("s3://archives/second");

  @AfterEach
  void stop() {
    first.close();
    second.close();
    cluster.close();
  }

  @Test
  void onlyTheHolderActsAndTheOtherTakesOverOnceItIsClosed() {
    first.start();
    await().until(() -> !holder().isEmpty());
    second.start();
    created("one");
    await().atMost(SOON).until(() -> archiver("one").equals("first"));
    created("two");
    await().atMost(SOON).until(() -> archiver("two").equals("first"));
    String before = holder();

    first.close();
    created("three");

    await().atMost(SOON).until(() -> archiver("three").equals("second"));
    assertThat(holder()).isNotEqualTo(before);
    assertThat(archiver("one")).isEqualTo("first");
    assertThat(losses).as("who closes an operator loses nothing").hasValue(0);
  }

  @Test
  void whoTakesOverFinishesWhatIsInHand() {
    first.start();
    await().until(() -> !holder().isEmpty());
    second.start();
    RecordedRun running = cluster.create("running", run());
    RecordedRun suspended = cluster.create("suspended", run().with("suspend", true));
    cluster.awaitSaid(running, "STARTING Starting");
    cluster.taleRuns(running);
    cluster.awaitSaid(running, "RUNNING Running");
    cluster.awaitSaid(suspended, "UNKNOWN Suspended");

    first.close();
    cluster.end(running);
    cluster.merge(suspended, "{\"spec\": {\"suspend\": false}}");

    cluster.awaitSaid(running, "COMPLETED Completed");
    assertThat(archiver("running")).as("its only pod is the first's").isEqualTo("first");
    await().until(() -> cluster.pod(running).orElseThrow().getFinalizers().isEmpty());
    cluster.awaitSaid(suspended, "STARTING Starting");
    assertThat(archiver("suspended")).isEqualTo("second");
  }

  @Test
  void whoWaitsIsReady() throws Exception {
    first.start();
    await().until(() -> !holder().isEmpty());
    second.start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://localhost:" + second.httpPort() + "/readyz"))
              .build();
      assertThat(http.send(ready, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("ok\n");
    }
  }

  @Test
  void whoLosesTheLeaseIsToldToEnd() {
    first.start();
    await().until(() -> !holder().isEmpty());
    lease()
        .edit(held ->
            new LeaseBuilder(held).editSpec().withHolderIdentity("another").endSpec().build());
    await().atMost(SOON).until(() -> losses.get() == 1);
    assertThat(holder()).isEqualTo("another");
  }

  private RecordedRunOperator operator(String archive) {
    OperatorConfig config = OperatorConfig.archivingTo(archive).withHttpPort(0).withLease(LEASE);
    return new RecordedRunOperator(
        client, config, new FakeArchives(), Clock.systemUTC(), losses::incrementAndGet);
  }

  private void created(String name) {
    client.resource(run().toCreate(name)).create();
  }

  /** Which operator made the run's pod, by where that archives; empty where it has none yet. */
  private String archiver(String run) {
    RecordedRun created =
        client
            .resources(RecordedRun.class)
            .inNamespace(RunFixture.NAMESPACE)
            .withName(run)
            .require();
    var pod = client.pods().inNamespace(RunFixture.NAMESPACE).withName(RunNames.pod(created)).get();
    String text = pod == null ? "" : pod.toString();
    return List.of("first", "second").stream()
        .filter(name -> text.contains("s3://archives/" + name + "/"))
        .findFirst()
        .orElse("");
  }

  private String holder() {
    Lease held = lease().get();
    return held == null ? "" : held.getSpec().getHolderIdentity();
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace("default").withName(LEASE);
  }
}
