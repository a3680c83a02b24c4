package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wholetale.recordedrun.operator.PodFixture.podOf;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.RecordedRunStatus;

class RecoverArchiveTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:02:00Z");
  private static final String INTERRUPTED = "{\"state\": \"RECORDING\"}";

  @ParameterizedTest
  @MethodSource("runs")
  void anArchiveIsRecoveredWhereItsRecorderNeverWillCloseIt(
      String what, RunFacts facts, boolean due) {
    assertThat(RecoverArchive.isNeverClosed(facts)).as(what).isEqualTo(due);
  }

  static Stream<Arguments> runs() {
    RunFacts none = RunFacts.of(run().build(), NOW);
    Pod running = podOf(run().build()).taleRuns().build();
    return Stream.of(
        arguments("nothing has begun", none, false),
        arguments("it runs", none.withPod(running), false),
        arguments("its node is lost", none.withPod(running).withLostNode("gone"), true),
        arguments("the pod vanished while it ran", vanished(running), true),
        arguments("the pod vanished before it had a node", vanished(withoutNode(running)), false),
        arguments("all ended well", none.withPod(ended("{\"state\": \"ARCHIVED\"}")), false),
        arguments(
            "the store was away", none.withPod(ended("{\"state\": \"ARCHIVE_FAILED\"}")), false),
        arguments("the recorder was killed", none.withPod(ended(INTERRUPTED)), true),
        arguments("the recorder said nothing", none.withPod(ended("")), true),
        arguments(
            "the recorder was killed, and its spool is there",
            none.withPod(withSpool(ended(INTERRUPTED))),
            false),
        arguments(
            "the tale never started",
            none.withPod(podOf(run().build()).recorderEnded(INTERRUPTED).phase("Failed").build()),
            false));
  }

  private static RunFacts vanished(Pod last) {
    RecordedRunStatus status =
        StatusDerivation.derive(RunFacts.of(run().build(), NOW).withPod(last));
    return RunFacts.of(run().after(status).build(), NOW).withPod(null);
  }

  private static Pod ended(String report) {
    return podOf(run().build()).taleEnded(0).recorderEnded(report).phase("Succeeded").build();
  }

  private static Pod withoutNode(Pod pod) {
    return new PodBuilder(pod).editSpec().withNodeName(null).endSpec().build();
  }

  private static Pod withSpool(Pod pod) {
    return new PodBuilder(pod)
        .editSpec()
        .removeMatchingFromVolumes(volume -> RunVolumes.SPOOLS.equals(volume.getName()))
        .addNewVolume()
        .withName(RunVolumes.SPOOLS)
        .withNewHostPath("/spools", "")
        .endVolume()
        .endSpec()
        .build();
  }
}
