package org.wholetale.recordedrun.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.gap;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.archive.ManifestRecovery.LeftOut;
import org.wholetale.recordedrun.archive.S3Server;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.archive.StoredFile;
import org.wholetale.recordedrun.archive.VerificationProblem;
import org.wholetale.recordedrun.trace.Event;

class UnclosedArchiveTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T06:00:00Z"), ZoneOffset.UTC);
  private static final int RACES = 25;

  @TempDir static Path data;
  private static S3Server server;

  @TempDir Path folder;
  private final List<ArchiveStore> stores = new ArrayList<>();

  /** Where an archive may lie. */
  enum Place {
    FOLDER,
    S3
  }

  @BeforeAll
  static void startServer() {
    server = S3Server.start(data);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closeStores() {
    stores.forEach(ArchiveStore::close);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheRecorderBroughtIsClosedAndIsExactlyWhatTheManifestSays(Place place)
      throws IOException {
    OpenArchive archive =
        archive(place)
            .opening()
            .events(0, exec(1, 7, "sh", "run.sh"), fork(2, 7, 8), exec(3, 8, "true"))
            .events(1, exit(4, 8, 0), gap(5, 6, 3L))
            .output(0, "hi");

    Manifest manifest = close(archive).manifest();

    assertThat(manifest.run()).isEqualTo(OpenArchive.RUN);
    assertThat(manifest.recorder()).isEqualTo(OpenArchive.RECORDER);
    assertThat(manifest.entrypoint()).containsExactly("sh", "run.sh");
    assertThat(manifest.startedAt()).isEqualTo(OpenArchive.START.plusNanos(1000));
    assertThat(manifest.finishedAt()).isNull();
    assertThat(manifest.trace().start()).isEqualTo(OpenArchive.START);
    assertThat(manifest.trace().events()).isEqualTo(5);
    assertThat(manifest.trace().processes()).isEqualTo(2);
    assertThat(manifest.trace().filesRead()).as("nobody has counted").isNull();
    assertThat(manifest.trace().lost()).isNull();
    assertThat(manifest.trace().complete()).isFalse();
    assertThat(manifest.trace().gaps())
        .extracting(ManifestGap::from, ManifestGap::to, ManifestGap::lost)
        .containsExactly(tuple(5000L, 6000L, 3L), tuple(6000L, null, null));
    assertThat(manifest.files()).extracting(ManifestFile::path).isEqualTo(before(archive));
    assertThat(archive.verify().problems()).isEmpty();
    assertThat(archive.verify().summary())
        .isEqualTo(
            "4 files, 5 events, incomplete: an unknown number of events lost, 2 gaps; recovered");
  }

  @Test
  void theEndOfATaleThatIsInTheTraceIsTold() throws IOException {
    OpenArchive archive =
        archive(Place.FOLDER).opening().events(0, exec(1, 7, "sh"), exit(9, 7, 3));

    Manifest manifest = close(archive).manifest();

    assertThat(manifest.exitCode()).isEqualTo(3);
    assertThat(manifest.finishedAt()).isEqualTo(OpenArchive.START.plusNanos(9000));
  }

  @Test
  void anImageThatSomebodyElseKnowsIsTold() throws IOException {
    OpenArchive archive = archive(Place.FOLDER).opening();

    assertThat(unclosed(archive).close("sha256:00").orElseThrow().manifest().run().imageDigest())
        .isEqualTo("sha256:00");
  }

  @Test
  void withoutAnOpeningWhatIsNotKnownIsLeftOpen() throws IOException {
    OpenArchive archive = archive(Place.FOLDER).events(0, exec(1, 7, "sh"), exit(9, 7, 0));

    Manifest manifest = close(archive).manifest();

    assertThat(manifest.run().name()).isNull();
    assertThat(manifest.recorder().kernel()).isNull();
    assertThat(manifest.entrypoint()).isEmpty();
    assertThat(manifest.trace().start()).isNull();
    assertThat(manifest.startedAt()).isNull();
    assertThat(manifest.exitCode()).isZero();
    assertThat(archive.verify().problems()).isEmpty();
  }

  @Test
  void anOpeningThatCannotBeReadIsLeftOut() throws IOException {
    OpenArchive archive =
        archive(Place.FOLDER).file("opening.json", "{\"run\":".getBytes(UTF_8)).events(0, first());

    Manifest manifest = close(archive).manifest();

    assertThat(leftOut(manifest)).extracting(LeftOut::path).containsExactly("opening.json");
    assertThat(archive.verify().problems()).isEmpty();
  }

  /** What may be wrong with a segment. */
  enum Damage {
    CUT_OFF,
    NOT_COMPRESSED,
    NO_EVENTS,
    TWO_EVENTS_IN_A_LINE,
    ANOTHER_NUMBER;

    byte[] done(OpenArchive archive) throws IOException {
      byte[] whole = archive.lines(exec(5, 8, "a"), exec(6, 8, "b"));
      return switch (this) {
        case CUT_OFF -> Arrays.copyOf(Zstd.compress(whole), Zstd.compress(whole).length - 3);
        case NOT_COMPRESSED -> whole;
        case NO_EVENTS -> Zstd.compress("{\"seq\":1,\"type\":\"exec\"}\n".getBytes(UTF_8));
        case TWO_EVENTS_IN_A_LINE ->
            Zstd.compress(new String(whole, UTF_8).replaceFirst("\n", "").getBytes(UTF_8));
        case ANOTHER_NUMBER -> Zstd.compress(archive.lines(exec(5, 8, "numbered too high")));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSegmentThatIsNotWholeIsLeftOutWithWhatFollowsAndNothingIsRemoved(Damage damage)
      throws IOException {
    OpenArchive archive = archive(Place.FOLDER).opening().events(0, first());
    archive
        .file("events/000001.ndjson.zst", damage.done(archive))
        .events(2, exec(9, 8, "c"))
        .output(0, "hi");
    List<String> before = archive.paths();

    Manifest manifest = close(archive).manifest();

    assertThat(manifest.trace().events()).isEqualTo(1);
    assertThat(leftOut(manifest))
        .extracting(LeftOut::path)
        .containsExactly("events/000001.ndjson.zst", "events/000002.ndjson.zst");
    assertThat(leftOut(manifest))
        .extracting(LeftOut::why)
        .satisfiesExactly(
            why -> assertThat(why).startsWith("cannot be read to its end: "),
            why ->
                assertThat(why)
                    .isEqualTo("comes after events/000001.ndjson.zst, which cannot be read"));
    assertThat(archive.paths()).containsAll(before);
    assertThat(archive.verify().problems()).isEmpty();
  }

  @Test
  void whatComesAfterAMissingSegmentIsLeftOut() throws IOException {
    OpenArchive archive =
        archive(Place.FOLDER).opening().events(0, first()).output(0, "a").output(2, "c");

    Manifest manifest = close(archive).manifest();

    assertThat(leftOut(manifest))
        .containsExactly(
            new LeftOut(
                "output/000002.ndjson.zst",
                "comes after output/000001.ndjson.zst, which is missing"));
    assertThat(archive.verify().problems()).isEmpty();
  }

  @Test
  void whereNothingLiesNothingIsWritten() throws IOException {
    OpenArchive archive = archive(Place.FOLDER);

    assertThat(unclosed(archive).close(null)).isEmpty();
    assertThat(archive.paths()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveWithAManifestIsLeftAsItIs(Place place) throws IOException {
    OpenArchive archive = archive(place).opening().events(0, first());
    byte[] manifest = archive.recordersManifest();
    archive.store().putIfAbsent(Manifest.FILE_NAME, manifest);

    assertThat(close(archive)).isEqualTo(CommittedManifest.of(manifest));
    assertThat(close(archive).isRecovered()).isFalse();
    assertThat(archive.paths()).doesNotContain(Manifest.LATE_FILE_NAME);
  }

  @ParameterizedTest
  @EnumSource
  void aRecorderThatLivedOnKeepsItsManifestBesideTheOther(Place place) throws IOException {
    OpenArchive archive = archive(place).opening().events(0, first()).output(0, "hi");
    CommittedManifest recovered = close(archive);
    archive.events(1, exec(7, 7, "later"), exit(8, 7, 0)).output(1, "bye");
    assertThat(archive.verify().problems())
        .extracting(VerificationProblem::toString)
        .containsExactly(
            "events/000001.ndjson.zst: unlisted: it came after the archive was recovered, and no"
                + " recorder has told of it yet",
            "output/000001.ndjson.zst: unlisted: it came after the archive was recovered, and no"
                + " recorder has told of it yet");

    byte[] own = archive.recordersManifest();
    CommitRecord.Written written = new CommitRecord(archive.store(), null).write(own, PATIENCE);

    assertThat(written.sha256()).as("the commit record stays").isEqualTo(recovered.sha256());
    assertThat(written.remark())
        .contains("recovered before")
        .contains("manifest-late.json, sha256 " + Sha256.of(own).hex());
    assertThat(new ArchiveVerifier(archive.store(), recovered.sha256(), null).verify().problems())
        .isEmpty();
    assertThat(archive.verify().summary())
        .isEqualTo(
            "3 files, 1 events, incomplete: an unknown number of events lost, 1 gap; recovered;"
                + " by manifest-late.json 5 files, 3 events, complete");
    assertThat(new CommitRecord(archive.store(), null).find(own))
        .as("for a recorder that ended before it could report")
        .hasValue(written);
  }

  @Test
  void aManifestThatNobodyHasRecoveredIsNobodyKnowsWhose() throws IOException {
    OpenArchive archive = archive(Place.FOLDER).opening();
    archive.store().putIfAbsent(Manifest.FILE_NAME, archive.recordersManifest());
    byte[] other = archive.events(0, first()).recordersManifest();
    CommitRecord commit = new CommitRecord(archive.store(), null);

    assertThatThrownBy(() -> commit.write(other, PATIENCE))
        .hasMessage("another recorder has written the manifest; this one's is manifest-late.json");
    assertThat(commit.find(other)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsFasterTheArchiveIsWholeAndTheRecordersManifestIsThere(Place place)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int race = 0; race < RACES; race++) {
        OpenArchive archive = archive(place).opening().events(0, first());
        byte[] own = archive.recordersManifest();
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<Object> recorder =
            () -> {
              start.await();
              return new CommitRecord(archive.store(), null).write(own, PATIENCE);
            };
        Callable<Object> recovering =
            () ->
                new UnclosedArchive(new ListedTogether(archive.store(), start), CLOCK).close(null);
        for (var done : threads.invokeAll(List.of(recovering, recorder, recovering))) {
          done.get();
        }

        CommittedManifest first = CommittedManifest.in(archive.store()).orElseThrow();
        assertThat(archive.paths().contains(Manifest.LATE_FILE_NAME))
            .as("a late manifest is the recorder's own, and there only where it came late")
            .isEqualTo(first.isRecovered());
        assertThat(new CommitRecord(archive.store(), null).find(own)).isPresent();
        assertThat(archive.verify().problems()).isEmpty();
      }
    }
  }

  /**
   * A store whose listing nobody goes on from before all others are as far: the test's server would
   * list files that are only being written, which no real one does.
   */
  private record ListedTogether(ArchiveStore store, CyclicBarrier others) implements ArchiveStore {

    @Override
    public List<StoredFile> list() throws IOException {
      List<StoredFile> files = store.list();
      try {
        others.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IOException(e);
      }
      return files;
    }

    @Override
    public void check() throws IOException {
      store.check();
    }

    @Override
    public ArchiveLocation location() {
      return store.location();
    }

    @Override
    public void put(String path, Path file, String sha256Hex) throws IOException {
      store.put(path, file, sha256Hex);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
      return store.putIfAbsent(path, content);
    }

    @Override
    public InputStream read(String path) throws IOException {
      return store.read(path);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private OpenArchive archive(Place place) throws IOException {
    String name = UUID.randomUUID().toString();
    ArchiveStore store =
        switch (place) {
          case FOLDER ->
              ArchiveStores.open(ArchiveLocation.of(folder.resolve("archive" + name)), Map.of());
          case S3 -> server.open("runs/" + name);
        };
    stores.add(store);
    return new OpenArchive(store, Files.createDirectory(folder.resolve(name)));
  }

  private static CommittedManifest close(OpenArchive archive) throws IOException {
    return unclosed(archive).close(null).orElseThrow();
  }

  private static UnclosedArchive unclosed(OpenArchive archive) {
    return new UnclosedArchive(archive.store(), CLOCK);
  }

  private static List<String> before(OpenArchive archive) throws IOException {
    return archive.paths().stream().filter(Manifest::lists).toList();
  }

  private static List<LeftOut> leftOut(Manifest manifest) {
    return requireNonNull(manifest.recovery()).leftOut();
  }

  private static Event first() {
    return exec(1, 7, "sh", "run.sh");
  }
}
