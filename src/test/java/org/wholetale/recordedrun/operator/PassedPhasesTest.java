package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wholetale.recordedrun.api.RunStatus.CANCELLED;
import static org.wholetale.recordedrun.api.RunStatus.COMPLETED;
import static org.wholetale.recordedrun.api.RunStatus.FAILED;
import static org.wholetale.recordedrun.api.RunStatus.RUNNING;
import static org.wholetale.recordedrun.api.RunStatus.STARTING;
import static org.wholetale.recordedrun.api.RunStatus.UNKNOWN;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;

class PassedPhasesTest {

  private static final String NEVER = "null";
  private static final String ONCE = "\"2026-11-01T10:00:00Z\"";

  @ParameterizedTest
  @MethodSource("runs")
  void aRunHasPassedThePhasesBeforeItsOwn(RunStatus phase, String started, List<RunStatus> passed) {
    RecordedRunStatus status =
        Serialization.unmarshal(
            "{\"phase\": \"%s\", \"startTime\": %s}".formatted(phase, started),
            RecordedRunStatus.class);
    assertThat(PassedPhases.of(status)).isEqualTo(passed);
  }

  static Stream<Arguments> runs() {
    return Stream.of(
        arguments(UNKNOWN, NEVER, List.of()),
        arguments(STARTING, NEVER, List.of(STARTING)),
        arguments(RUNNING, ONCE, List.of(STARTING, RUNNING)),
        arguments(COMPLETED, ONCE, List.of(STARTING, RUNNING, COMPLETED)),
        arguments(FAILED, ONCE, List.of(STARTING, RUNNING, FAILED)),
        arguments(FAILED, NEVER, List.of(STARTING, FAILED)),
        arguments(CANCELLED, NEVER, List.of(STARTING, CANCELLED)));
  }

  @ParameterizedTest
  @MethodSource("told")
  void whatWasToldIsNotToldAgain(@Nullable RunStatus last, List<RunStatus> left) {
    assertThat(PassedPhases.after(last, List.of(STARTING, RUNNING, FAILED))).isEqualTo(left);
  }

  static Stream<Arguments> told() {
    return Stream.of(
        arguments(null, List.of(STARTING, RUNNING, FAILED)),
        arguments(STARTING, List.of(RUNNING, FAILED)),
        arguments(RUNNING, List.of(FAILED)),
        arguments(FAILED, List.of()),
        arguments(COMPLETED, List.of()));
  }
}
