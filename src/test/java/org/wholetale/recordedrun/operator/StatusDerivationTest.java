package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wholetale.recordedrun.operator.PodFixture.podOf;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;

class StatusDerivationTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:02:00Z");

  private static final String WHOLE = report("ARCHIVED", 0);
  private static final String UNSEEN = WHOLE.replace("\"processes\": 3", "\"processes\": 0");
  private static final String LOSSY = report("ARCHIVED", 7);
  private static final String UNARCHIVED = report("ARCHIVE_FAILED", 0);
  private static final String UNRECORDED =
      "{\"state\":\"FAILED\",\"problem\":\"the kernel has no BTF: use another node\"}";
  private static final String NO_BTF = UNRECORDED.replace("}", ", \"hopeless\": \"BtfMissing\"}");
  private static final String RECORDING = report("RECORDING", 0);
  private static final String INTERRUPTED = report("ARCHIVING", 0);

  /** All others are there where the run asks for what they tell of. */
  private static final String[] ALWAYS =
      EnumSet.complementOf(EnumSet.of(ConditionType.WrittenBack, ConditionType.StatusReported))
          .stream()
          .map(ConditionType::name)
          .toArray(String[]::new);

  private static final String NO_SPACE =
      """
      files seen: 7, parted from their hard links: 2, bytes copied: 81920
      recordedrun prepare: big.csv cannot be copied: No space left on device
      """;

  private static final RunFixture PLAIN = run();
  private static final RunFixture LINKED =
      run()
          .with("breakHardLinks", true)
          .with("workspace", Map.of("persistentVolumeClaim", Map.of("claimName", "runs")));
  private static final RunFixture WRITING_BACK =
      run()
          .with("writeBack", true)
          .with(
              "workspace",
              Map.of(
                  "persistentVolumeClaim", Map.of("claimName", "runs"), "subPath", "42/workspace"));
  private static final RunFixture CANCELLED = run().cancelled();
  private static final RunFixture FAIL_ON_LOSS = run().with("recording", Map.of("onLoss", "Fail"));
  private static final RunFixture WARN_UNARCHIVED =
      run().with("archive", Map.of("onFailure", "Warn"));

  static Stream<Arguments> ends() {
    return Stream.of(
        row("exit 0, all whole", PLAIN, ended(0, WHOLE), "COMPLETED Completed 0 -"),
        row("exit 0, events lost", PLAIN, ended(0, LOSSY), "COMPLETED Completed 0 -"),
        row("the same, not allowed", FAIL_ON_LOSS, ended(0, LOSSY), "FAILED TraceIncomplete 0 -"),
        row("exit 0, no archive", PLAIN, ended(0, UNARCHIVED), "FAILED ArchiveFailed 0 -"),
        row("the same, allowed", WARN_UNARCHIVED, ended(0, UNARCHIVED), "COMPLETED Completed 0 -"),
        row("archive cut short", PLAIN, ended(0, INTERRUPTED), "FAILED ArchiveFailed 0 -"),
        row("not recorded", PLAIN, ended(0, UNRECORDED), "FAILED RecorderFailed 0 -"),
        row("no report", PLAIN, ended(0, ""), "FAILED RecorderFailed 0 -"),
        row("no report, allowed", WARN_UNARCHIVED, ended(0, ""), "COMPLETED Completed 0 -"),
        row("unreadable report", PLAIN, ended(0, "{{"), "FAILED RecorderFailed 0 -"),
        row("exit 3", PLAIN, ended(3, WHOLE), "FAILED NonZeroExit 3 -"),
        row("exit 3, not recorded", PLAIN, ended(3, UNRECORDED), "FAILED NonZeroExit 3 -"),
        row("128 + n, no word", PLAIN, ended(139, WHOLE), "FAILED Signalled - 11"),
        row("a signal, seen", PLAIN, ended(139, saw("signal", 11)), "FAILED Signalled - 11"),
        row("a shell's 139", PLAIN, ended(139, saw("exitCode", 139)), "FAILED NonZeroExit 139 -"),
        row("exit 255", PLAIN, ended(255, WHOLE), "FAILED NonZeroExit 255 -"),
        row(
            "out of memory",
            PLAIN,
            podOf(PLAIN.build()).taleEnded(137, "OOMKilled").recorderEnded(WHOLE),
            "FAILED OOMKilled - 9"),
        row(
            "only a child out of memory",
            PLAIN,
            podOf(PLAIN.build()).taleEnded(0, "OOMKilled").recorderEnded(WHOLE),
            "COMPLETED Completed 0 -"),
        row(
            "cancelled",
            CANCELLED,
            ended(143, WHOLE).stoppedFor("Cancelled"),
            "CANCELLED Cancelled - 15"),
        row(
            "cancelled, exit 0",
            CANCELLED,
            ended(0, WHOLE).stoppedFor("Cancelled"),
            "CANCELLED Cancelled 0 -"),
        row("cancelled too late", CANCELLED, ended(0, WHOLE), "COMPLETED Completed 0 -"),
        row(
            "cancelled, noted by nobody",
            CANCELLED,
            ended(143, WHOLE).podFailed("DeadlineExceeded"),
            "CANCELLED Cancelled - 15"),
        row(
            "cancel before eviction",
            CANCELLED,
            ended(143, WHOLE)
                .stoppedFor("Cancelled")
                .disrupted("EvictionByEvictionAPI", PodFixture.TALE_START),
            "CANCELLED Cancelled - 15"),
        row(
            "deadline, and cancelled after it",
            CANCELLED,
            ended(143, WHOLE).stoppedFor("DeadlineExceeded"),
            "FAILED DeadlineExceeded - 15"),
        row(
            "start deadline",
            PLAIN,
            podOf(PLAIN.build())
                .taleWaits("ImagePullBackOff", "")
                .stoppedFor("StartDeadlineExceeded"),
            "FAILED StartDeadlineExceeded - -"),
        row("evicted", PLAIN, podOf(PLAIN.build()).podFailed("Evicted"), "FAILED Evicted - -"),
        row(
            "evicted, exit unknown",
            PLAIN,
            podOf(PLAIN.build()).taleEnded(137, "ContainerStatusUnknown").podFailed("Evicted"),
            "FAILED Evicted - -"),
        row(
            "drained",
            PLAIN,
            ended(143, WHOLE).disrupted("EvictionByEvictionAPI", PodFixture.TALE_START),
            "FAILED Drained - 15"),
        row(
            "preempted",
            PLAIN,
            ended(143, WHOLE).disrupted("PreemptionByScheduler", PodFixture.TALE_START),
            "FAILED Preempted - 15"),
        row(
            "preempted by the kubelet",
            PLAIN,
            ended(137, WHOLE).podFailed("Preempting"),
            "FAILED Preempted - 9"),
        row(
            "tainted",
            PLAIN,
            ended(143, WHOLE).disrupted("DeletionByTaintManager", PodFixture.TALE_START),
            "FAILED Evicted - 15"),
        row(
            "node shut down",
            PLAIN,
            ended(143, WHOLE)
                .disrupted("TerminationByKubelet", PodFixture.TALE_START)
                .podFailed("Terminated"),
            "FAILED NodeShutdown - 15"),
        row(
            "evicted by the kubelet, which says why",
            PLAIN,
            ended(137, "")
                .disrupted("TerminationByKubelet", PodFixture.TALE_START)
                .podFailed("Evicted"),
            "FAILED Evicted - 9"),
        row(
            "node gone",
            PLAIN,
            podOf(PLAIN.build())
                .taleRuns()
                .disrupted("DeletionByPodGC", PodFixture.TALE_START)
                .phase("Failed"),
            "FAILED NodeLost - -"),
        row(
            "pause killed",
            PLAIN,
            ended(0, WHOLE).withoutSandboxSince(PodFixture.TALE_END),
            "FAILED SandboxLost 0 -"),
        row(
            "pause killed while it was archived",
            PLAIN,
            ended(0, WHOLE).withoutSandboxSince("2026-11-01T10:01:25Z"),
            "COMPLETED Completed 0 -"),
        row(
            "sandbox taken down at the end, as always",
            PLAIN,
            ended(0, WHOLE).withoutSandboxSince(PodFixture.RECORDER_END),
            "COMPLETED Completed 0 -"),
        row(
            "shim killed",
            PLAIN,
            podOf(PLAIN.build()).taleEnded(255).recorderEnded(RECORDING, 255).phase("Failed"),
            "FAILED SandboxLost - -"),
        row(
            "shim killed after the tale's end",
            PLAIN,
            podOf(PLAIN.build())
                .taleEnded(255)
                .recorderEnded(saw("exitCode", 3), 255)
                .phase("Failed"),
            "FAILED NonZeroExit 3 -"),
        row(
            "containers gone from the runtime",
            PLAIN,
            podOf(PLAIN.build()).taleEnded(137, "ContainerStatusUnknown").phase("Failed"),
            "FAILED SandboxLost - -"),
        row("not seen by the kernel", PLAIN, ended(0, UNSEEN), "FAILED UnsupportedRuntime 0 -"),
        row(
            "drained after the tale's end",
            PLAIN,
            ended(0, WHOLE).disrupted("EvictionByEvictionAPI", PodFixture.RECORDER_END),
            "COMPLETED Completed 0 -"),
        row(
            "deleted",
            PLAIN,
            ended(143, WHOLE).deletedAt(PodFixture.TALE_START),
            "FAILED PodDeleted - 15"),
        row(
            "deleted with its run",
            run().deletedAt(PodFixture.TALE_START),
            ended(143, WHOLE).deletedAt(PodFixture.TALE_START),
            "CANCELLED Cancelled - 15"),
        row(
            "deleted with its run, and looked at only when its kubelet was done with it",
            run().deletedAt(PodFixture.TALE_START),
            ended(143, WHOLE).deletedAt(PodFixture.RECORDER_END),
            "CANCELLED Cancelled - 15"),
        row(
            "deleted with its run after the tale's end",
            run().deletedAt(PodFixture.RECORDER_END),
            ended(0, WHOLE).deletedAt(PodFixture.RECORDER_END),
            "COMPLETED Completed 0 -"),
        row(
            "deleted after the tale's end",
            PLAIN,
            ended(0, WHOLE).deletedAt(PodFixture.RECORDER_END),
            "COMPLETED Completed 0 -"),
        row(
            "deleted without a node",
            PLAIN,
            podOf(PLAIN.build()).withoutNode("no node").deletedAt(PodFixture.TALE_START),
            "FAILED PodDeleted - -"),
        row(
            "cancelled without a node",
            CANCELLED,
            podOf(PLAIN.build())
                .withoutNode("no node")
                .stoppedFor("Cancelled")
                .phase("Pending")
                .deletedAt(PodFixture.TALE_START),
            "CANCELLED Cancelled - -"),
        row(
            "another reason of the pod's",
            PLAIN,
            podOf(PLAIN.build()).podFailed("UnexpectedAdmissionError"),
            "FAILED UnexpectedAdmissionError - -"),
        row(
            "no such command",
            PLAIN,
            podOf(PLAIN.build()).taleCannotStart("exec: \"nope\": not found"),
            "FAILED StartError - -"),
        row(
            "no such image",
            PLAIN,
            podOf(PLAIN.build()).taleWaits("InvalidImageName", "couldn't parse"),
            "FAILED InvalidImageName - -"),
        row(
            "image must not be pulled",
            PLAIN,
            podOf(PLAIN.build()).taleWaits("ErrImageNeverPull", "not present"),
            "FAILED ErrImageNeverPull - -"),
        row(
            "a node without BTF",
            PLAIN,
            podOf(PLAIN.build()).recorderEnded(NO_BTF),
            "FAILED BtfMissing - -"),
        row(
            "the same, stopped for it",
            PLAIN,
            podOf(PLAIN.build()).recorderEnded(NO_BTF).stoppedFor("BtfMissing"),
            "FAILED BtfMissing - -"),
        row(
            "recorder never recorded",
            PLAIN,
            podOf(PLAIN.build()).recorderEnded(UNRECORDED).phase("Failed"),
            "FAILED RecorderFailed - -"),
        row("unprepared", LINKED, unprepared(1, "Error", NO_SPACE), "FAILED PrepareFailed - -"),
        row(
            "cancelled while it was prepared",
            LINKED,
            unprepared(143, "Error", "").stoppedFor("Cancelled"),
            "CANCELLED Cancelled - -"),
        row(
            "evicted while it was prepared",
            LINKED,
            unprepared(137, "Error", "").podFailed("Evicted"),
            "FAILED Evicted - -"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"state": "ARCHIVED"}                                               | True WrittenBack
          {"state": "ARCHIVE_FAILED"}                                         | True WrittenBack
          {"state": "ARCHIVED", "notWrittenBack": ".stdout: Is a directory"}  | False WriteBackFailed
          {"state": "ARCHIVING"}                                              | False WriteBackFailed
          {"state": "FAILED"}                                                 | False RecorderFailed
          {}                                                                  | Unknown RecorderFailed
          """)
  void itIsSaidWhetherTheRunsFolderHasItsFiles(String report, String expected) {
    RecordedRunStatus status = derive(WRITING_BACK.build(), ended(0, report).build());
    assertThat(said(status, ConditionType.WrittenBack)).isEqualTo(expected);
  }

  @Test
  void aFileThatCannotBeWrittenBackIsToldAndChangesNothing() {
    String report = WHOLE.replaceFirst("\\{", "{\"notWrittenBack\": \".stdout: Is a directory\", ");
    RecordedRunStatus status = derive(WRITING_BACK.build(), ended(0, report).build());
    assertThat(status.phase()).isEqualTo(RunStatus.COMPLETED);
    assertThat(status.condition(ConditionType.WrittenBack).orElseThrow().getMessage())
        .isEqualTo(".stdout: Is a directory");
  }

  static Stream<Arguments> underway() {
    return Stream.of(
        row("created", PLAIN, podOf(PLAIN.build()), "STARTING Starting - -"),
        row(
            "no node",
            PLAIN,
            podOf(PLAIN.build()).withoutNode("0/1 nodes"),
            "STARTING Unschedulable - -"),
        row(
            "pulling",
            PLAIN,
            podOf(PLAIN.build()).taleWaits("ImagePullBackOff", "no such host"),
            "STARTING ImagePullBackOff - -"),
        row(
            "pulling has just failed",
            PLAIN,
            podOf(PLAIN.build()).taleWaits("ErrImagePull", "no such host"),
            "STARTING ImagePullBackOff - -"),
        row(
            "a Secret is missing",
            PLAIN,
            podOf(PLAIN.build()).taleWaits("CreateContainerConfigError", "secret \"s\" not found"),
            "STARTING CreateContainerConfigError - -"),
        row(
            "recorder fails to start",
            PLAIN,
            podOf(PLAIN.build()).recorderCrashed(),
            "STARTING Starting - -"),
        row("preparing", LINKED, podOf(LINKED.build()).prepareRuns(), "STARTING Starting - -"),
        row(
            "unprepared, the pod not ended yet",
            LINKED,
            podOf(LINKED.build()).prepareEnded(1, "Error", NO_SPACE),
            "STARTING Starting - -"),
        row("running", PLAIN, podOf(PLAIN.build()).taleRuns(), "RUNNING Running - -"),
        row(
            "running, prepared",
            LINKED,
            podOf(LINKED.build()).prepareEnded(0, "Completed", "").taleRuns(),
            "RUNNING Running - -"),
        row(
            "running, recorder away",
            PLAIN,
            podOf(PLAIN.build()).taleRuns().recorderCrashed(),
            "RUNNING Running - -"),
        row("archiving", PLAIN, podOf(PLAIN.build()).taleEnded(0), "RUNNING Archiving 0 -"),
        row(
            "cancelled, archiving",
            CANCELLED,
            podOf(PLAIN.build()).taleEnded(0),
            "RUNNING Archiving 0 -"));
  }

  @ParameterizedTest(name = "{0} -> {3}")
  @MethodSource({"ends", "underway"})
  void aPodMeans(String what, RunFixture run, Pod pod, String expected) {
    RecordedRunStatus status = derive(run.build(), pod);
    assertThat(
            "%s %s %s %s"
                .formatted(
                    status.phase(),
                    status.reason(),
                    orDash(status.exitCode()),
                    orDash(status.signal())))
        .isEqualTo(expected);
    assertThat(status.code()).isEqualTo(status.phase().code());
    assertThat(status.message()).as(what).isNotBlank();
    assertThat(status.conditions()).extracting(Condition::getType).containsExactly(ALWAYS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1   | Error     | recordedrun prepare: a.txt: why | a.txt: why
          1   | Error     |                                 | exit code 1 (Error)
          137 | OOMKilled | files seen: 7                   | exit code 137 (OOMKilled) files seen: 7
          """)
  void whyAWorkspaceCouldNotBePreparedIsToldByTheLastWordOfWhatDidIt(
      int exitCode, String reason, @Nullable String message, String told) {
    RecordedRunStatus status =
        derive(LINKED.build(), unprepared(exitCode, reason, message).build());
    assertThat(status.message())
        .isEqualTo("the workspace's hard links could not be broken: " + told);
    assertThat(status.completionTime()).isEqualTo(PodFixture.PREPARE_END);
    assertThat(said(status, ConditionType.Recording)).isEqualTo("False PrepareFailed");
  }

  @Test
  void aRunThatIsBeingPreparedSaysWhatIsDone() {
    assertThat(derive(LINKED.build(), podOf(LINKED.build()).prepareRuns().build()).message())
        .isEqualTo("the workspace's hard links are being broken");
    Pod pulling = podOf(LINKED.build()).prepareWaits("ImagePullBackOff").build();
    assertThat(derive(LINKED.build(), pulling).message()).isEqualTo("prepare: ImagePullBackOff");
  }

  @Test
  void aRunWithoutAPodIsPendingSuspendedOrCancelled() {
    assertThat(derive(run().build(), null).reason()).isEqualTo("Pending");
    assertThat(derive(run().with("suspend", true).build(), null).reason()).isEqualTo("Suspended");
    RecordedRunStatus cancelled = derive(run().with("suspend", true).cancelled().build(), null);
    assertThat(cancelled.phase()).isEqualTo(RunStatus.CANCELLED);
    assertThat(cancelled.completionTime()).isEqualTo("2026-11-01T10:02:00Z");
  }

  @Test
  void aRunOnALostNodeEndsAsFarAsItIsKnown() {
    PodFixture archiving = podOf(run().build()).taleEnded(0);
    RecordedRunStatus lost = onLostNode(run(), archiving.build());
    assertThat(lost.reason()).isEqualTo("NodeLost");
    assertThat(lost.message())
        .isEqualTo("the tale ended with exit code 0; it is gone before the archive was whole");
    assertThat(lost.exitCode()).isZero();
    assertThat(said(lost, ConditionType.Archived)).isEqualTo("False RecorderFailed");

    PodFixture stopped = podOf(CANCELLED.build()).taleRuns().stoppedFor("Cancelled");
    RecordedRunStatus cancelled = onLostNode(CANCELLED, stopped.phase("Running").build());
    assertThat(cancelled.phase()).isEqualTo(RunStatus.CANCELLED);
    assertThat(cancelled.message()).isEqualTo("the run was cancelled; it is gone");
  }

  @ParameterizedTest
  @MethodSource("recoveries")
  void anArchiveThatWasRecoveredIsToldWithTheRunsEnd(
      Recovery recovery, String archived, String complete, @Nullable String sha256) {
    Pod pod = podOf(run().build()).taleRuns().build();
    RecordedRunStatus status =
        StatusDerivation.derive(
            RunFacts.of(run().build(), NOW)
                .withPod(pod)
                .withLostNode("it is gone")
                .withRecovery(recovery));

    assertThat(status.reason()).isEqualTo("NodeLost");
    assertThat(said(status, ConditionType.Archived)).isEqualTo(archived);
    assertThat(said(status, ConditionType.TraceComplete)).isEqualTo(complete);
    assertThat(status.trace() == null ? null : status.trace().manifestSha256()).isEqualTo(sha256);
  }

  static Stream<Arguments> recoveries() {
    String uri = "s3://archives/runs/";
    return Stream.of(
        arguments(
            Recovery.Closed.by(FakeArchives.recovered(), uri),
            "True Recovered",
            "False TraceIncomplete",
            FakeArchives.recovered().sha256().hex()),
        arguments(
            Recovery.Closed.by(FakeArchives.whole(), uri),
            "True Archived",
            "True NothingLost",
            FakeArchives.whole().sha256().hex()),
        arguments(
            new Recovery.Nothing(uri), "False RecorderFailed", "Unknown RecorderFailed", null),
        arguments(
            new Recovery.Open(uri, "no answer"),
            "False NotRecovered",
            "Unknown RecorderFailed",
            null));
  }

  @Test
  void aRecoveredArchiveDoesNotMakeARunSucceedWhoseArchiveMustBeWhole() {
    Pod pod = podOf(run().build()).taleEnded(0).recorderEnded(INTERRUPTED).build();
    RecordedRunStatus status =
        StatusDerivation.derive(
            RunFacts.of(run().build(), NOW)
                .withPod(pod)
                .withRecovery(Recovery.Closed.by(FakeArchives.recovered(), "s3://archives/runs/")));

    assertThat(status.reason()).isEqualTo("ArchiveFailed");
    assertThat(said(status, ConditionType.Archived)).isEqualTo("True Recovered");
  }

  @Test
  void aRecorderThatCameAfterARecoverySaysWhereItsOwnManifestLies() {
    String late = WHOLE.replaceFirst("}$", ", \"problem\": \"its own is manifest-late.json\"}");
    RecordedRunStatus status = derive(run().build(), ended(0, late).build());

    assertThat(status.phase()).isEqualTo(RunStatus.COMPLETED);
    assertThat(status.condition(ConditionType.Archived))
        .hasValueSatisfying(archived ->
            assertThat(archived.getMessage())
                .isEqualTo(
                    "the archive is whole: s3://archives/runs/; its own is manifest-late.json"));
  }

  private static RecordedRunStatus onLostNode(RunFixture run, Pod pod) {
    return StatusDerivation.derive(
        RunFacts.of(run.build(), NOW).withPod(pod).withLostNode("it is gone"));
  }

  @Test
  void aPodThatVanishedFailsTheRunAndKeepsWhatWasKnown() {
    RecordedRunStatus archiving = derive(run().build(), podOf(run().build()).taleEnded(0).build());
    RecordedRunStatus status = derive(run().cancelled().after(archiving).build(), null);
    assertThat(status.phase()).isEqualTo(RunStatus.FAILED);
    assertThat(status.reason()).isEqualTo("PodDeleted");
    assertThat(status.exitCode()).isZero();
    assertThat(status.nodeName()).isEqualTo("node-1");
    assertThat(status.startTime()).isEqualTo(PodFixture.TALE_START);
  }

  @Test
  void aTerminalPhaseIsNeverLeft() {
    RecordedRunStatus failed = derive(run().build(), ended(3, WHOLE).build());
    assertThat(derive(run().cancelled().after(failed).build(), ended(0, WHOLE).build()))
        .isSameAs(failed);
    assertThat(derive(run().after(failed).build(), null)).isSameAs(failed);
  }

  @Test
  void aPhaseNeverGoesBack() {
    RecordedRunStatus running = derive(run().build(), podOf(run().build()).taleRuns().build());
    assertThat(derive(run().after(running).build(), podOf(run().build()).build()))
        .isSameAs(running);
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVED,       0, True,  Archived,      True,    NothingLost",
    "ARCHIVED,       7, True,  Archived,      False,   TraceIncomplete",
    "ARCHIVE_FAILED, 0, False, ArchiveFailed, True,    NothingLost",
    "ARCHIVING,      0, False, ArchiveFailed, Unknown, RecorderFailed",
    "RECORDING,      7, False, ArchiveFailed, False,   TraceIncomplete"
  })
  void theConditionsSayWhatTheEvidenceIsWorth(
      String state,
      long lost,
      String archived,
      String archivedReason,
      String complete,
      String completeReason) {
    RecordedRunStatus status = derive(run().build(), ended(0, report(state, lost)).build());
    assertThat(said(status, ConditionType.Archived)).isEqualTo(archived + " " + archivedReason);
    assertThat(said(status, ConditionType.TraceComplete))
        .isEqualTo(complete + " " + completeReason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                          | /spools | recordedrun archive finishes it from /spools/%s on node node-1
          spools          |         | recordedrun archive finishes it from %s in the claim spools
                          |         | what is missing goes with the pod
          """)
  void whatIsMissingInTheArchiveIsToldWithWhereItLies(
      @Nullable String claim, @Nullable String hostPath, String message) {
    OperatorConfig config = OperatorConfig.archivingTo("s3://archives/runs");
    if (claim != null || hostPath != null) {
      config =
          config.withRecorder(
              OperatorConfig.Recorder.DEFAULT.with(
                  120, new OperatorConfig.Spools(hostPath, claim)));
    }
    RecordedRun run = run().build();
    Pod pod = RunPod.of(run, config);
    pod.getMetadata().setUid("42");
    PodFixture ended = PodFixture.of(pod).onNode("node-1").taleEnded(0).recorderEnded(INTERRUPTED);

    String told =
        derive(run, ended.build()).condition(ConditionType.Archived).orElseThrow().getMessage();

    assertThat(told).endsWith("; " + message.formatted("tales_" + RunNames.pod(run) + "_42"));
  }

  @Test
  void aRecorderThatDidNotSeeTheEndIsNotSaidToHaveRecorded() {
    RecordedRunStatus status = derive(run().build(), ended(0, report("RECORDING", 0)).build());
    assertThat(said(status, ConditionType.Recording)).isEqualTo("False RecorderFailed");
  }

  @Test
  void aTraceWithoutAProcessOfATaleThatRanIsNotComplete() {
    RecordedRunStatus status = derive(run().build(), ended(0, UNSEEN).build());
    assertThat(said(status, ConditionType.TraceComplete)).isEqualTo("False UnsupportedRuntime");
  }

  @Test
  void withoutAReportNothingIsClaimed() {
    RecordedRunStatus status = derive(run().build(), ended(0, "").build());
    assertThat(said(status, ConditionType.Archived)).isEqualTo("False RecorderFailed");
    assertThat(said(status, ConditionType.TraceComplete)).isEqualTo("Unknown RecorderFailed");
    assertThat(said(status, ConditionType.Recording)).isEqualTo("Unknown RecorderFailed");
  }

  @Test
  void kstatusReadsTheRun() {
    RecordedRunStatus running = derive(run().build(), podOf(run().build()).taleRuns().build());
    assertThat(said(running, ConditionType.Reconciling)).isEqualTo("True Running");
    assertThat(said(running, ConditionType.Stalled)).isEqualTo("False Running");
    RecordedRunStatus failed = derive(run().build(), ended(3, WHOLE).build());
    assertThat(said(failed, ConditionType.Reconciling)).isEqualTo("False Finished");
    assertThat(said(failed, ConditionType.Stalled)).isEqualTo("True NonZeroExit");
    assertThat(said(failed, ConditionType.Failed)).isEqualTo("True NonZeroExit");
    RecordedRunStatus cancelled =
        derive(run().cancelled().build(), ended(143, WHOLE).stoppedFor("Cancelled").build());
    assertThat(said(cancelled, ConditionType.Failed)).isEqualTo("True Cancelled");
    assertThat(said(cancelled, ConditionType.Stalled)).isEqualTo("False Cancelled");
  }

  @Test
  void aConditionsTimeMovesOnlyWithItsStatus() {
    RecordedRunStatus before = derive(run().build(), podOf(run().build()).build());
    RecordedRunStatus after =
        StatusDerivation.derive(
            run().after(before).build(),
            podOf(run().build()).taleRuns().build(),
            null,
            NOW.plusSeconds(60));
    assertThat(since(after, ConditionType.Accepted)).isEqualTo("2026-11-01T10:02:00Z");
    assertThat(since(after, ConditionType.Recording)).isEqualTo("2026-11-01T10:03:00Z");
  }

  @Test
  void aFinishedRunSaysWhenWhereAndWhat() {
    RecordedRunStatus status = derive(run().build(), ended(0, WHOLE).build());
    assertThat(status.startTime()).isEqualTo(PodFixture.TALE_START);
    assertThat(status.completionTime()).isEqualTo(PodFixture.RECORDER_END);
    assertThat(status.duration()).isEqualTo("1m20s");
    assertThat(status.podName()).isEqualTo(RunNames.pod(run().build()));
    assertThat(status.imageID()).isEqualTo("registry.example.org/tale@sha256:00");
    assertThat(status.trace()).isNotNull().extracting(TraceSummary::events).isEqualTo(42L);
    assertThat(status.observedGeneration()).isEqualTo(1);
  }

  @Test
  void aSignalIsNamed() {
    assertThat(derive(run().build(), ended(139, WHOLE).build()).message())
        .isEqualTo("the tale was ended by signal 11 (SIGSEGV)");
    assertThat(derive(run().build(), ended(3, WHOLE).build()).message())
        .isEqualTo("the tale ended with exit code 3");
  }

  @Test
  void theLastObstacleIsStillNamedOnceTheStartDeadlineHasPassed() {
    Pod pulling = podOf(run().build()).taleWaits("ImagePullBackOff", "no such host").build();
    pulling
        .getMetadata()
        .setAnnotations(Map.of("wholetale.org/stopped-for", "StartDeadlineExceeded"));
    RecordedRunStatus stopping = derive(run().build(), pulling);
    RecordedRunStatus stopped =
        derive(
            run().after(stopping).build(),
            podOf(run().build()).stoppedFor("StartDeadlineExceeded").build());
    assertThat(stopped.phase()).isEqualTo(RunStatus.FAILED);
    assertThat(stopped.message()).contains("1800 s", "ImagePullBackOff: no such host");
  }

  @Test
  void theExitCodeOfALostContainerIsTheRecorders() {
    Pod pod =
        podOf(run().build())
            .taleEnded(137, "ContainerStatusUnknown")
            .recorderEnded(saw("exitCode", 4))
            .build();
    assertThat(derive(run().build(), pod).exitCode()).isEqualTo(4);
  }

  @Test
  void aPodThatIsRefusedForNowIsAskedForUntilTheStartDeadline() {
    Refusal quota = new Refusal(Reason.QuotaExceeded, "exceeded quota", false);
    RecordedRunStatus waiting = refused(run(), quota, NOW);
    assertThat(waiting.phase()).isEqualTo(RunStatus.UNKNOWN);
    assertThat(waiting.message()).isEqualTo("exceeded quota");
    assertThat(said(waiting, ConditionType.Accepted)).isEqualTo("False QuotaExceeded");
    assertThat(waiting.reason()).isEqualTo("QuotaExceeded");
    assertThat(refused(run().after(waiting), quota, NOW.plusSeconds(1799)).phase())
        .isEqualTo(RunStatus.UNKNOWN);
    RecordedRunStatus refused = refused(run().after(waiting), quota, NOW.plusSeconds(1800));
    assertThat(refused.reason()).isEqualTo("StartDeadlineExceeded");
    assertThat(refused.message())
        .isEqualTo(
            "the tale had not started after 1800 s (startDeadlineSeconds);"
                + " QuotaExceeded: exceeded quota");
  }

  @Test
  void whatThePullOfAnImageIsCalledInTurnsIsToldInOneWay() {
    Pod backingOff =
        podOf(run().build()).taleWaits("ImagePullBackOff", "Back-off pulling image").build();
    Pod trying = podOf(run().build()).taleWaits("ErrImagePull", "no such host").build();
    RecordedRunStatus before = derive(run().build(), backingOff);
    assertThat(derive(run().after(before).build(), trying)).isEqualTo(before);
  }

  @Test
  void aPodThatIsRefusedForGoodFailsTheRun() {
    RecordedRunStatus status = refused(run(), Refusal.permanent("spec.x is wrong"), NOW);
    assertThat(status.phase()).isEqualTo(RunStatus.FAILED);
    assertThat(status.reason()).isEqualTo("Invalid");
    assertThat(status.message()).isEqualTo("spec.x is wrong");
  }

  @Test
  void theReportOfARecorderThatWasRestartedIsItsLatest() {
    Pod pod = podOf(run().build()).taleRuns().build();
    pod.getStatus()
        .getInitContainerStatuses()
        .getFirst()
        .setLastState(
            new ContainerStateBuilder()
                .withNewTerminated()
                .withMessage(report("RECORDING", 0))
                .endTerminated()
                .build());
    RecorderReport report = RecorderReports.of(ObservedPod.of(pod));
    assertThat(report).isNotNull().extracting(RecorderReport::state).hasToString("RECORDING");
  }

  private static RecordedRunStatus refused(RunFixture run, Refusal refusal, Instant now) {
    return StatusDerivation.derive(RunFacts.of(run.build(), now).withRefusal(refusal));
  }

  private static Arguments row(String what, RunFixture run, PodFixture pod, String expected) {
    return arguments(what, run, pod.build(), expected);
  }

  private static PodFixture ended(int exitCode, String report) {
    return podOf(run().build())
        .taleEnded(exitCode)
        .recorderEnded(report)
        .phase(exitCode == 0 ? "Succeeded" : "Failed");
  }

  private static PodFixture unprepared(int exitCode, String reason, @Nullable String message) {
    return podOf(LINKED.build()).prepareEnded(exitCode, reason, message).phase("Failed");
  }

  private static RecordedRunStatus derive(RecordedRun run, @Nullable Pod pod) {
    return StatusDerivation.derive(run, pod, RecorderReports.of(ObservedPod.of(pod)), NOW);
  }

  private static String report(String state, long lost) {
    return """
    {"state": "%s", "trace": {"uri": "s3://archives/runs/", "events": 42, "lost": %d, "processes": 3}}\
    """
        .formatted(state, lost);
  }

  private static String saw(String how, int value) {
    return """
    {"state": "ARCHIVED", "%s": %d, "trace": {"events": 42, "lost": 0, "processes": 3}}\
    """
        .formatted(how, value);
  }

  private static String orDash(@Nullable Integer value) {
    return value == null ? "-" : value.toString();
  }

  private static String said(RecordedRunStatus status, ConditionType type) {
    Condition condition = status.condition(type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }

  private static String since(RecordedRunStatus status, ConditionType type) {
    return status.condition(type).orElseThrow().getLastTransitionTime();
  }
}
