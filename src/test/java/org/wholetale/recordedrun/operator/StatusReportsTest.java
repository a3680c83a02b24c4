package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.EmbeddedCluster.eventually;
import static org.wholetale.recordedrun.operator.RunFixture.NAMESPACE;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.girder.FakeGirder;

/** An operator that tells Girder of runs; the test is the node. */
class StatusReportsTest {

  private static final OperatorConfig CONFIG =
      OperatorConfig.archivingTo("s3://archives/runs").withHttpPort(0);
  private static final String ID = "5f1a2b3c";
  private static final String SECRET = "girder-token";

  private final FakeGirder girder = FakeGirder.start().withRun(ID);
  private final EmbeddedCluster cluster = new EmbeddedCluster();
  private RecordedRunOperator operator = started();

  @AfterEach
  void stop() {
    operator.close();
    cluster.close();
    girder.close();
  }

  @Test
  void eachPhaseIsToldOnceInItsTurn() {
    token(FakeGirder.TOKEN);
    RecordedRun run = created();
    awaitTold(1);
    begin(run);
    awaitTold(1, 2);
    cluster.end(run);
    awaitTold(1, 2, 3);
    awaitReported(run, "True Girder knows how the run ended.");
    assertThat(cluster.status(run).map(RecordedRunStatus::reported)).contains(RunStatus.COMPLETED);
  }

  @Test
  void aRunDoesNotWaitForGirderWhichIsToldOnceItIsThere() {
    token(FakeGirder.TOKEN);
    girder.breakWith(503);
    RecordedRun run = created();
    begin(run);
    cluster.end(run);
    cluster.awaitSaid(run, "COMPLETED Completed");
    awaitReported(run, "False %s answered 503; tried again".formatted(girder.api()));
    girder.breakWith(0);
    awaitTold(1, 2, 3);
    awaitReported(run, "True Girder knows how the run ended.");
  }

  @Test
  void aTokenThatIsNotThereIsNamedAndTakenOnceItIs() {
    RecordedRun run = created();
    awaitReported(
        run,
        "False the namespace tales has no Secret girder-token: create it, with a Girder token as its"
            + " token; tried again");
    token(FakeGirder.TOKEN);
    awaitTold(1);
  }

  @Test
  void aSecretThatIsNotMeantForItIsNotSent() {
    secret(Map.of(), FakeGirder.TOKEN);
    awaitReported(
        created(),
        "False the Secret girder-token is not meant for this: label it"
            + " wholetale.org/for-status-callbacks=true; tried again");
    assertThat(girder.told(ID)).isEmpty();
  }

  @Test
  void aTokenThatNoHeaderCarriesIsNotPrinted() {
    token("secret\nstuff");
    awaitReported(
        created(),
        "False the token of the Secret girder-token is no Girder token: put one there, in one line;"
            + " tried again");
  }

  @Test
  void aRunThatGirderDoesNotKnowIsTold() {
    token(FakeGirder.TOKEN);
    RecordedRun run =
        cluster.create(
            "hello",
            run().with("tale", Map.of("runId", "none")).with("statusCallback", callback()));
    awaitReported(
        run,
        "False %s answered 404 to /api/v1/run/none/status: is spec.tale.runId right?; tried again"
            .formatted(girder.api()));
  }

  @Test
  void whatGirderHeardAndDidNotAnswerIsNotToldAgain() {
    token(FakeGirder.TOKEN);
    girder.loseAnAnswer();
    RecordedRun run = created();
    begin(run);
    awaitTold(1, 2);
  }

  @Test
  void anEndThatGirderKnowsIsFinal() {
    token(FakeGirder.TOKEN);
    girder.set(ID, RunStatus.CANCELLED);
    RecordedRun run = created();
    awaitReported(
        run,
        "False Girder says already that the run is CANCELLED, which is final: nothing else is told");
    cluster.merge(run, "{\"spec\": {\"cancel\": true}}");
    awaitReported(run, "True Girder knows how the run ended.");
    assertThat(girder.told(ID)).isEmpty();
  }

  @Test
  void whoComesAfterAnOperatorTellsWhatItHadNotTold() {
    token(FakeGirder.TOKEN);
    RecordedRun run = created();
    awaitTold(1);
    operator.close();
    cluster.taleRuns(run);
    cluster.end(run);
    operator = started();
    awaitTold(1, 2, 3);
  }

  @Test
  void whatAnOperatorToldAndCouldNotNoteIsNotToldAgain() {
    token(FakeGirder.TOKEN);
    RecordedRun run = created();
    begin(run);
    awaitTold(1, 2);
    assertThat(cluster.status(run).map(RecordedRunStatus::reported))
        .isNotEqualTo(RunStatus.RUNNING);
    operator.close();
    operator = started();
    cluster.end(run);
    awaitTold(1, 2, 3);
  }

  @Test
  void aRunThatIsDeletedIsToldToItsEndBeforeItGoes() {
    token(FakeGirder.TOKEN);
    RecordedRun run = created();
    begin(run);
    awaitTold(1, 2);
    cluster.of(run).delete();
    eventually()
        .until(() ->
            cluster
                .pod(run)
                .map(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                .orElse(true));
    cluster.pod(run).ifPresent(_ -> cluster.end(run));
    eventually().until(() -> cluster.of(run).get() == null);
    assertThat(girder.told(ID)).containsExactly(1, 2, 3); // by its times it had ended before
  }

  @Test
  void withoutGirderTheRunSaysSo() {
    operator.close();
    operator = started(CONFIG);
    awaitReported(
        created(),
        "False the operator knows no Girder: whoever installed it sets girder.url of its chart");
  }

  private RecordedRunOperator started() {
    return started(CONFIG.withGirder(girder.api()));
  }

  private RecordedRunOperator started(OperatorConfig config) {
    RecordedRunOperator operator =
        new RecordedRunOperator(
            cluster.client(), config, new FakeArchives(), Clock.systemUTC(), () -> {});
    operator.start();
    return operator;
  }

  private RecordedRun created() {
    RecordedRun run =
        cluster.create(
            "hello", run().with("tale", Map.of("runId", ID)).with("statusCallback", callback()));
    cluster.awaitSaid(run, "STARTING Starting");
    return run;
  }

  private static Map<String, String> callback() {
    return Map.of("secretName", SECRET);
  }

  /** Has the tale begun, and the operator done with its pod what it does then. */
  private void begin(RecordedRun run) {
    cluster.taleRuns(run);
    eventually().until(() -> new ObservedPod(cluster.pod(run).orElseThrow()).tellsImageDigest());
  }

  private void token(String token) {
    secret(Map.of(Labels.FOR_STATUS_CALLBACKS, "true"), token);
  }

  private void secret(Map<String, String> labels, String token) {
    cluster.client().resource(FakeGirder.secret(NAMESPACE, SECRET, labels, token)).create();
  }

  private void awaitTold(Integer... codes) {
    eventually().untilAsserted(() -> assertThat(girder.told(ID)).isEqualTo(List.of(codes)));
  }

  private void awaitReported(RecordedRun run, String statusAndMessage) {
    eventually()
        .untilAsserted(() ->
            assertThat(
                    cluster
                        .status(run)
                        .flatMap(status -> status.condition(ConditionType.StatusReported))
                        .map(condition -> condition.getStatus() + " " + condition.getMessage()))
                .contains(statusAndMessage));
  }
}
