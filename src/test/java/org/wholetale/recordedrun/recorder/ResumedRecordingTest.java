package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.archive.ManifestOmission;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.format.Format;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** A recorder that ends before its time leaves a gap, not a lost run. */
class ResumedRecordingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TIME = "2026-11-23T06:00:00.000000001Z ";

  @TempDir Path folder;
  private RecordedGroup group =
      new RecordedGroup(
          Path.of(""),
          new CgroupHierarchy(CgroupHierarchy.Version.V2, new Cgroup(Path.of(""))),
          new Cgroup(Path.of("")));

  @BeforeEach
  void makeGroup() throws IOException, RecorderException {
    group = RecordedGroup.in(CgroupHierarchy.mounted(), folder);
    Files.createDirectory(group.log());
  }

  @AfterEach
  void removeGroup() throws IOException {
    group.close();
  }

  @Test
  void theNextRecorderGoesOnWithTheSameTrace() throws Exception {
    recordThenBreakOff("first");
    String before = Files.readString(group.spool().inArchive("stats.ndjson"));
    group.run("true", "unseen");
    print("stdout F unseen");
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("true", "second");
      print("stdout F second");
      assertThat(recorder.finish(new TaleExit(0, null), PATIENCE).state())
          .isEqualTo(RecorderReport.State.ARCHIVED);
    }

    assertThat(group.lastArguments()).containsExactly("first", "second");
    assertGap("the recorder ended and was started again");
    assertThat(group.manifest().trace().events()).isEqualTo(group.events().size());
    assertThat(group.archive().resolve("stdout")).hasContent("first\nunseen\nsecond\n");
    assertThat(group.archive().resolve("stats.ndjson")).content().startsWith(before);
    assertThat(Files.readAllLines(group.archive().resolve("stats.ndjson")))
        .hasSizeGreaterThan((int) before.lines().count());
    assertThat(group.verification().problems()).isEmpty();
  }

  @Test
  void recordersThatEndOneAfterTheOtherLoseNothingOfTheFirst() throws Exception {
    recordThenBreakOff("first");
    for (int i = 0; i < 2; i++) { // before they have written anything
      try (ArchiveStore store = group.store();
          RunRecorder recorder = group.recorder(store)) {
        assertThat(recorder.brokenOff()).isNull();
      }
    }
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("true", "second");
      recorder.finish(new TaleExit(0, null), PATIENCE);
    }

    assertThat(group.lastArguments()).containsExactly("first", "second");
    assertThat(group.verification().problems()).isEmpty();
  }

  /** Such as a class that cannot be loaded any more, or no memory. */
  @Test
  void anErrorInTheRecorderItselfIsAGapToo() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store, brokenWhen(broken))) {
      group.run("true", "first");
      broken.set(true);
      await().atMost(PATIENCE).until(() -> recorder.brokenOff() != null);
      group.run("true", "unseen");
      recorder.finish(new TaleExit(0, null), PATIENCE);
    }

    assertThat(group.manifest().trace().complete()).isFalse();
    assertGap("recording broke off: java.lang.NoClassDefFoundError: of a jar that is gone");
    assertThat(group.verification().problems()).isEmpty();
  }

  /** A clock that fails whoever writes events, once it is broken. */
  private static Clock brokenWhen(AtomicBoolean broken) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        if (broken.get() && Thread.currentThread().getName().equals("events")) {
          throw new NoClassDefFoundError("of a jar that is gone");
        }
        return Clock.systemUTC().instant();
      }
    };
  }

  @Test
  void oneThatEndsBetweenManifestAndReportHasArchivedTheRun() throws Exception {
    byte[] manifest;
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("true", "first");
      recorder.finish(new TaleExit(0, null), PATIENCE);
      manifest = Files.readAllBytes(group.archive().resolve("manifest.json"));
    }

    try (ArchiveStore store = group.store()) {
      RecorderReport report = CutOffRun.in(group.setup(store)).orElseThrow().archive(PATIENCE);
      assertThat(report.state()).isEqualTo(RecorderReport.State.ARCHIVED);
      assertThat(report.trace())
          .extracting(TraceSummary::manifestSha256)
          .isEqualTo(Sha256.of(manifest).hex());
    }
    assertThat(group.archive().resolve("manifest-late.json")).doesNotExist();
    assertThat(group.verification().problems()).isEmpty();
  }

  @Test
  void aRecorderThatLivesOnAfterItsArchiveWasRecoveredTellsTheWholeRunBesideThat()
      throws Exception {
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("true", "first");
      await().atMost(PATIENCE).until(() -> isUploaded("events"));
      CommittedManifest recovered =
          new UnclosedArchive(store, Clock.systemUTC()).close(null).orElseThrow();
      assertThat(recovered.manifest().run().name()).isEqualTo("test");
      assertThat(recovered.manifest().recorder().bpftrace()).isNotBlank();
      group.run("true", "second");

      RecorderReport report = recorder.finish(new TaleExit(0, null), PATIENCE);

      assertThat(report.state()).isEqualTo(RecorderReport.State.ARCHIVED);
      assertThat(report.problem()).contains("recovered before").contains("manifest-late.json");
      assertThat(report.trace())
          .extracting(TraceSummary::manifestSha256)
          .isEqualTo(recovered.sha256().hex());
    }

    assertThat(group.lastArguments()).containsExactly("first", "second");
    assertThat(group.verification().problems()).isEmpty();
    assertThat(group.verification().late())
        .isNotNull()
        .extracting(late -> late.trace().complete())
        .isEqualTo(true);
  }

  @Test
  void whatCameByPipesIsKeptWhereARecorderIsKilled() throws Exception {
    Files.delete(group.log());
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("true", "first");
      recorder.output().write(OutputRecorder.Stream.STDOUT, ByteString.of("said\n"), Instant.now());
      await().atMost(PATIENCE).until(() -> isUploaded("events") && isUploaded("output"));
      recorder.output().write(OutputRecorder.Stream.STDOUT, ByteString.of("then\n"), Instant.now());
    }

    try (ArchiveStore store = group.store()) {
      CutOffRun.in(group.setup(store)).orElseThrow().archive(PATIENCE);
    }
    assertThat(group.archive().resolve("stdout")).hasContent("said\nthen\n");
    assertThat(group.verification().problems()).isEmpty();
  }

  @Test
  void aSpoolThatARecorderHasIsKeptFromOthers() throws Exception {
    Spool spool = new Spool(folder.resolve("claimed"));
    Process other = claimElsewhere(spool);
    try {
      assertThatThrownBy(spool::claim)
          .isInstanceOf(RecorderException.class)
          .hasMessageContaining("still writes into " + spool.folder());
    } finally {
      other.destroy();
      other.waitFor();
    }
    spool.claim().close();
  }

  /** By another process, as Java's locks are a process's. */
  private static Process claimElsewhere(Spool spool) throws IOException {
    Files.createDirectories(spool.folder());
    Process process =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX);"
                    + " print(flush=True); time.sleep(60)",
                spool.folder().resolve("lock").toString())
            .start();
    process.inputReader().readLine();
    return process;
  }

  @Test
  void whereTheTaleHasEndedTooTheArchiveIsCompleted() throws Exception {
    recordThenBreakOff("first");
    print("stdout F last words");
    Path stats = group.spool().inArchive("stats.ndjson");
    String whole = Files.readString(stats);
    Files.writeString(stats, whole + "{\"t\":12"); // killed in the middle of a line

    try (ArchiveStore store = group.store()) {
      RecorderReport report = CutOffRun.in(group.setup(store)).orElseThrow().archive(PATIENCE);
      assertThat(report.state()).isEqualTo(RecorderReport.State.ARCHIVED);
    }

    assertThat(group.lastArguments()).containsExactly("first");
    assertGap("the recorder ended before the tale did");
    assertThat(group.archive().resolve("stdout")).hasContent("first\nlast words\n");
    assertThat(group.archive().resolve("files.ndjson")).exists();
    assertThat(group.archive().resolve("provenance/run.nt"))
        .content()
        .contains("hadValue> \"first\"", "the recorder ended before the tale did");
    assertThat(group.manifest().omitted()).isEmpty();
    assertThat(group.archive().resolve("stats.ndjson")).content().isEqualTo(whole);
    assertThat(Files.readAllLines(group.archive().resolve("docker_stats")))
        .hasSize((int) whole.lines().count());
    assertThat(group.verification().problems()).isEmpty();
  }

  @Test
  void aSpoolWhoseStoreWasAwayIsCompletedWithoutAGap() throws Exception {
    Files.writeString(group.archive(), "in the way");
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("sh", "-c", "exit 3");
      RecorderReport report = recorder.finish(TaleExit.UNKNOWN, Duration.ofSeconds(1));
      assertThat(report.state()).isEqualTo(RecorderReport.State.ARCHIVE_FAILED);
    }
    Files.delete(group.archive());

    try (ArchiveStore store = group.store()) {
      assertThat(CutOffRun.in(group.setup(store)).orElseThrow().archive(PATIENCE).state())
          .isEqualTo(RecorderReport.State.ARCHIVED);
    }

    assertThat(group.manifest().trace().complete()).isTrue();
    assertThat(group.manifest().exitCode()).isEqualTo(3);
    assertThat(group.verification().problems()).isEmpty();
  }

  @Test
  void provenanceThatCannotBeUploadedDoesNotCostTheArchive() throws Exception {
    Path inTheWay = Files.createDirectories(group.archive()).resolve("provenance");
    Files.writeString(inTheWay, "");
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("true");
      RecorderReport report = recorder.finish(TaleExit.UNKNOWN, Duration.ofSeconds(8));
      assertThat(report.state()).isEqualTo(RecorderReport.State.ARCHIVED);
    }
    Files.delete(inTheWay);

    assertThat(group.manifest().omitted())
        .extracting(ManifestOmission::path)
        .containsExactlyElementsOf(
            Format.archived().stream().flatMap(format -> format.path().stream()).toList());
    assertThat(group.verification().problems()).isEmpty();
  }

  @Test
  void whereNothingWasBegunThereIsNothingToComplete() throws Exception {
    try (ArchiveStore store = group.store()) {
      assertThat(CutOffRun.in(group.setup(store))).isEmpty();
    }
  }

  /** As by SIGKILL, as far as the files can tell. */
  private void recordThenBreakOff(String argument) throws Exception {
    try (ArchiveStore store = group.store();
        RunRecorder recorder = group.recorder(store)) {
      group.run("true", argument);
      print("stdout F " + argument);
      await().atMost(PATIENCE).until(() -> isUploaded("events") && isUploaded("output"));
      assertThat(recorder.report(RecorderReport.State.RECORDING).trace()).isNotNull();
    }
  }

  private boolean isUploaded(String segments) throws IOException {
    Path there = group.archive().resolve(segments);
    if (!Files.isDirectory(there)) {
      return false;
    }
    try (Stream<Path> files = Files.list(there)) {
      return files.findAny().isPresent();
    }
  }

  private void assertGap(String cause) throws IOException {
    List<Event> events = group.events();
    Event.Gap gap =
        events.stream()
            .filter(Event.Gap.class::isInstance)
            .map(Event.Gap.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(gap.cause()).isEqualTo(cause);
    assertThat(gap.lost()).isNull();
    assertThat(gap.from()).isPositive().isLessThan(gap.to());
    assertThat(group.manifest().trace().complete()).isFalse();
    assertThat(group.manifest().trace().lost()).isNull();
    assertThat(group.manifest().trace().gaps())
        .extracting(ManifestGap::cause)
        .containsExactly(cause);
  }

  private void print(String line) throws IOException {
    Files.writeString(
        group.log().resolve("0.log"),
        TIME + line + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }
}
