package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.local.apiserver.EmbeddedApiServer;

/** An API server with the CRD's rules, in which a test is the user and the kubelet. */
final class EmbeddedCluster implements AutoCloseable {

  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient client = server.client();

  KubernetesClient client() {
    return client;
  }

  /** A busy machine takes its time; what is waited for comes in milliseconds on an idle one. */
  static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }

  RecordedRun create(RecordedRun run) {
    return client.resource(run).create();
  }

  RecordedRun create(String name, RunFixture fixture) {
    return create(fixture.toCreate(name));
  }

  Resource<RecordedRun> of(RecordedRun run) {
    return client
        .resources(RecordedRun.class)
        .inNamespace(run.getMetadata().getNamespace())
        .withName(run.getMetadata().getName());
  }

  void merge(RecordedRun run, String patch) {
    of(run).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  Optional<Pod> pod(RecordedRun run) {
    return Optional.ofNullable(
        client
            .pods()
            .inNamespace(run.getMetadata().getNamespace())
            .withName(RunNames.pod(run))
            .get());
  }

  void taleRuns(RecordedRun run) {
    report(run, pod -> PodFixture.of(pod).onNode("node-1").taleRuns().build());
  }

  void end(RecordedRun run) {
    report(run, pod -> PodFixture.of(pod).onNode("node-1").completed().build());
  }

  private void report(RecordedRun run, UnaryOperator<Pod> report) {
    new FakeKubelet(client).report(pod(run).orElseThrow(), report);
  }

  Optional<RecordedRunStatus> status(RecordedRun run) {
    return Optional.ofNullable(of(run).get()).map(RecordedRun::getStatus);
  }

  /** Phase and reason, as {@code RUNNING Running}; empty where there is no status. */
  String said(RecordedRun run) {
    return status(run).map(status -> status.phase() + " " + status.reason()).orElse("");
  }

  /** Status and reason of whether the run is accepted; empty where nothing is said. */
  String accepted(RecordedRun run) {
    return status(run)
        .flatMap(status -> status.condition(ConditionType.Accepted))
        .map(condition -> condition.getStatus() + " " + condition.getReason())
        .orElse("");
  }

  void awaitSaid(RecordedRun run, String phaseAndReason) {
    eventually().untilAsserted(() -> assertThat(said(run)).isEqualTo(phaseAndReason));
  }

  /** Those of the runs that have a pod, by name. */
  List<String> withPod(List<RecordedRun> runs) {
    return runs.stream()
        .filter(run -> pod(run).isPresent())
        .map(run -> run.getMetadata().getName())
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
