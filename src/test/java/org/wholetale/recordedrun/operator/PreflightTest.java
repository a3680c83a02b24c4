package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.EmbeddedCluster.eventually;
import static org.wholetale.recordedrun.operator.RunFixture.NAMESPACE;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.archive.S3Server;

/** What is in a run's way is told before it has a pod, and it starts once that is mended. */
class PreflightTest {

  private static final String KEYS = "archive-keys";
  private static final String STARTING = "STARTING Starting";
  private static final RunFixture WITH_DATA =
      run().with("data", Map.of("persistentVolumeClaim", Map.of("claimName", "hello-data")));

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(Instant.now());
  private final EmbeddedCluster cluster = new EmbeddedCluster();
  private List<AutoCloseable> toClose = List.of();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : toClose) {
      one.close();
    }
    cluster.close();
  }

  @Test
  void aClaimThatIsMissingIsToldAndTheRunStartsOnceItIsThere() {
    startOperator(folderStore());
    RecordedRun run = cluster.create("hello", WITH_DATA);
    cluster.awaitSaid(run, "UNKNOWN ClaimNotFound");
    assertThat(message(run))
        .isEqualTo(
            "spec.data.persistentVolumeClaim.claimName: there is no claim hello-data in namespace"
                + " tales: create it, then the run starts by itself");
    assertThat(cluster.accepted(run)).isEqualTo("False ClaimNotFound");
    assertThat(cluster.pod(run)).isEmpty();

    createClaim();

    lookAgain(run);
    cluster.awaitSaid(run, STARTING);
    assertThat(cluster.accepted(run)).isEqualTo("True Accepted");
  }

  @Test
  void allThatIsMissingIsToldAtOnce() {
    startOperator(folderStore());
    cluster
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("settings")
                .endMetadata()
                .addToData("a", "1")
                .build())
        .create();
    RecordedRun run =
        cluster.create(
            "hello",
            run()
                .with("workspace", Map.of("secret", Map.of("secretName", "none")))
                .with(
                    "env",
                    List.of(
                        Map.of(
                            "name",
                            "B",
                            "valueFrom",
                            Map.of("configMapKeyRef", Map.of("name", "settings", "key", "b"))))));
    cluster.awaitSaid(run, "UNKNOWN SecretNotFound");
    assertThat(message(run))
        .contains("there is no Secret none", "the ConfigMap settings in namespace tales has no b");
  }

  @Test
  void aClaimThatIsBeingDeletedIsNotEnough() {
    startOperator(folderStore());
    createClaim();
    claim()
        .edit(claim ->
            new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .withFinalizers("kubernetes.io/pvc-protection")
                .endMetadata()
                .build());
    claim().delete();
    RecordedRun run = cluster.create("hello", WITH_DATA);
    cluster.awaitSaid(run, "UNKNOWN ClaimUnusable");
    assertThat(message(run)).contains("the claim hello-data in namespace tales is being deleted");
  }

  @Test
  void aRunWhoseClaimNeverComesFailsAtItsStartDeadline() {
    startOperator(folderStore());
    RecordedRun run = cluster.create("hello", WITH_DATA);
    cluster.awaitSaid(run, "UNKNOWN ClaimNotFound");
    clock.advance(Duration.ofMinutes(30));
    lookAgain(run);
    cluster.awaitSaid(run, "FAILED StartDeadlineExceeded");
    assertThat(message(run)).contains("there is no claim hello-data");
  }

  @Test
  void aRunInTroubleCanBeCancelledAndDeleted() {
    startOperator(folderStore());
    RecordedRun cancelled = cluster.create("cancelled", WITH_DATA);
    RecordedRun deleted = cluster.create("deleted", WITH_DATA);
    cluster.awaitSaid(cancelled, "UNKNOWN ClaimNotFound");
    cluster.awaitSaid(deleted, "UNKNOWN ClaimNotFound");
    cluster.merge(cancelled, "{\"spec\": {\"cancel\": true}}");
    cluster.awaitSaid(cancelled, "CANCELLED Cancelled");
    cluster.of(deleted).delete();
    eventually().until(() -> cluster.of(deleted).get() == null);
  }

  @Test
  void withoutTheStoresKeysNothingStarts() {
    startOperator(objectStore("http://127.0.0.1:9"));
    RecordedRun run = cluster.create("hello", run());
    cluster.awaitSaid(run, "UNKNOWN SecretNotFound");
    assertThat(message(run))
        .isEqualTo(
            "the operator's store: there is no Secret archive-keys in namespace tales: create it,"
                + " then the run starts by itself");
  }

  @Test
  void aStoreThatDoesNotAnswerIsToldAndTheRunStartsOnceItDoes() {
    S3Server store = S3Server.start(folder);
    store.stop();
    createKeys(store.environment());
    startOperator(objectStore(store.endpoint().toString()), store);
    RecordedRun run = cluster.create("hello", run());
    cluster.awaitSaid(run, "UNKNOWN StoreUnreachable");
    assertThat(message(run)).contains(KEYS, "gives no answer", "AWS_ENDPOINT_URL_S3");
    assertThat(cluster.pod(run)).isEmpty();

    store.restart();

    clock.advance(Duration.ofSeconds(5));
    lookAgain(run);
    cluster.awaitSaid(run, STARTING);
  }

  @Test
  void keysThatTheStoreDoesNotTakeAreToldAndOthersAreTriedAtOnce() {
    S3Server store = S3Server.start(folder);
    createKeys(Map.of("AWS_ACCESS_KEY_ID", "test-key", "AWS_SECRET_ACCESS_KEY", "wrong"));
    startOperator(objectStore(store.endpoint().toString()), store);
    RecordedRun run = cluster.create("hello", run());
    cluster.awaitSaid(run, "UNKNOWN StoreDenied");
    assertThat(message(run)).contains("does not accept the credentials");

    cluster.client().secrets().inNamespace(NAMESPACE).withName(KEYS).delete();
    createKeys(store.environment());

    clock.advance(Duration.ofSeconds(10));
    lookAgain(run);
    cluster.awaitSaid(run, STARTING);
  }

  @Test
  void aBucketThatIsNotThereIsTold() {
    S3Server store = S3Server.start(folder);
    createKeys(store.environment());
    OperatorConfig.Store missing =
        new OperatorConfig.Store(
            "s3://none/runs", store.endpoint().toString(), "us-east-1", KEYS, true);
    startOperator(missing, store);
    RecordedRun run = cluster.create("hello", run());
    cluster.awaitSaid(run, "UNKNOWN StoreDenied");
    assertThat(message(run)).contains("there is no bucket 'none'");
  }

  @Test
  void aStoreThatIsNotToBeAskedIsNot() {
    createKeys(Map.of("AWS_ACCESS_KEY_ID", "k", "AWS_SECRET_ACCESS_KEY", "s"));
    startOperator(
        new OperatorConfig.Store("s3://archive/runs", "http://127.0.0.1:9", null, KEYS, false));
    cluster.awaitSaid(cluster.create("hello", run()), STARTING);
  }

  /** More runs than the operator has threads wait for an answer that does not come. */
  @Test
  void aStoreThatKeepsSilentHoldsUpNobodyElse() throws IOException {
    createKeys(Map.of("AWS_ACCESS_KEY_ID", "k", "AWS_SECRET_ACCESS_KEY", "s"));
    ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    startOperator(objectStore("http://127.0.0.1:" + silent.getLocalPort()), silent);
    List<RecordedRun> waiting =
        IntStream.range(0, 60).mapToObj(i -> cluster.create("run-" + i, run())).toList();

    RecordedRun other = cluster.create("other", run().with("suspend", true));

    cluster.awaitSaid(other, "UNKNOWN Suspended");
    assertThat(waiting).as("still without an answer").allMatch(run -> cluster.said(run).isEmpty());

    clock.advance(Duration.ofSeconds(12));
    waiting.forEach(run -> cluster.awaitSaid(run, "UNKNOWN StoreUnreachable"));
  }

  private void startOperator(OperatorConfig.Store store, AutoCloseable... others) {
    RecordedRunOperator operator =
        new RecordedRunOperator(
            cluster.client(),
            OperatorConfig.archivingTo(store.location()).withHttpPort(0).withStore(store),
            new FakeArchives(),
            clock);
    toClose = Stream.concat(Stream.of(operator), Arrays.stream(others)).toList();
    operator.start();
  }

  private static OperatorConfig.Store folderStore() {
    return new OperatorConfig.Store("file:///archives", null, null, null, true);
  }

  private static OperatorConfig.Store objectStore(String endpoint) {
    return new OperatorConfig.Store("s3://archive/runs", endpoint, "us-east-1", KEYS, true);
  }

  private void createKeys(Map<String, String> environment) {
    Map<String, String> data = new HashMap<>();
    environment.forEach((key, value) ->
        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(KEYS)
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  private void createClaim() {
    cluster
        .client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("hello-data")
                .endMetadata()
                .build())
        .create();
  }

  private Resource<PersistentVolumeClaim> claim() {
    return cluster.client().persistentVolumeClaims().inNamespace(NAMESPACE).withName("hello-data");
  }

  /** As the passing of time would, which does not pass by itself here. */
  private void lookAgain(RecordedRun run) {
    cluster.merge(
        run,
        "{\"metadata\": {\"annotations\": {\"example.org/touched\": \"%s\"}}}"
            .formatted(clock.instant()));
  }

  private String message(RecordedRun run) {
    return cluster.status(run).map(RecordedRunStatus::message).orElse("");
  }
}
