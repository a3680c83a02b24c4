package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;

/**
 * How kubectl plugins, Flux and kpt read a run, for every status of {@link StatusDerivationTest}.
 *
 * @see "sigs.k8s.io/cli-utils/pkg/kstatus/status, checkGenericProperties"
 */
class KstatusTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:02:00Z");

  @ParameterizedTest
  @MethodSource({
    "org.wholetale.recordedrun.operator.StatusDerivationTest#ends",
    "org.wholetale.recordedrun.operator.StatusDerivationTest#underway"
  })
  void aRunIsInProgressUntilItHasEndedAndFailedWhereItNeedsSomebody(
      String what, RunFixture fixture, Pod pod, String expected) {
    RecordedRun run = fixture.build();
    RecordedRunStatus status =
        StatusDerivation.derive(run, pod, RecorderReports.of(ObservedPod.of(pod)), NOW);

    assertThat(kstatus(run, status)).as(what).isEqualTo(meant(status.phase()));
  }

  @Test
  void aRunWithoutAPodIsInProgress() {
    RecordedRun run = RunFixture.run().build();

    assertThat(kstatus(run, StatusDerivation.derive(run, null, RecorderReports.of(null), NOW)))
        .isEqualTo("InProgress");
  }

  @Test
  void anEndedRunStaysCurrentWhenItsSpecIsChanged() {
    RecordedRun run = RunFixture.run().build();
    Pod pod = PodFixture.podOf(run).onNode("node-1").completed().build();
    RecordedRunStatus ended =
        StatusDerivation.derive(run, pod, RecorderReports.of(ObservedPod.of(pod)), NOW);
    RecordedRun changed = RunFixture.run().with("ttlSecondsAfterFinished", 60).after(ended).build();
    changed.getMetadata().setGeneration(2L);

    RecordedRunStatus status =
        StatusDerivation.derive(changed, pod, RecorderReports.of(ObservedPod.of(pod)), NOW);
    assertThat(ended.phase()).isEqualTo(RunStatus.COMPLETED);
    assertThat(kstatus(changed, status)).isEqualTo("Current");
    assertThat(status.withObservedGeneration(1L)).isEqualTo(ended);
  }

  @Test
  void aRunThatTheOperatorHasNotSeenIsCurrentWhichIsWhyFluxHasExpressions() {
    assertThat(kstatus(RunFixture.run().build(), null)).isEqualTo("Current");
  }

  private static String meant(RunStatus phase) {
    return switch (phase) {
      case UNKNOWN, STARTING, RUNNING -> "InProgress";
      case FAILED -> "Failed";
      case COMPLETED, CANCELLED -> "Current";
    };
  }

  private static String kstatus(RecordedRun run, @Nullable RecordedRunStatus status) {
    if (status == null) {
      return "Current";
    }
    if (status.observedGeneration() != null
        && !status.observedGeneration().equals(run.getMetadata().getGeneration())) {
      return "InProgress";
    }
    for (Condition condition : Objects.requireNonNull(status.conditions())) {
      if (condition.getStatus().equals("True")) {
        switch (condition.getType()) {
          case "Reconciling" -> {
            return "InProgress";
          }
          case "Stalled" -> {
            return "Failed";
          }
          case "Ready" ->
              throw new AssertionError("kstatus would go by Ready, which runs have not");
          default -> {}
        }
      }
    }
    return "Current";
  }
}
