package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.operator.SettableClock;

/** When it is noted what a tale uses; its control group is a folder with files. */
class ResourceRecorderTest {

  private static final Instant START = Instant.parse("2026-11-25T02:07:24Z");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(START);
  private List<Cgroup> groups = List.of();

  @BeforeEach
  void makeGroup() throws IOException {
    groups = List.of(new Cgroup(Files.createDirectory(folder.resolve("group"))));
  }

  @Test
  void theFirstLookTheLastAndOneInFiveSecondsAreNoted() throws IOException {
    try (ResourceRecorder recorder = recorder()) {
      for (int tenth = 0; tenth <= 120; tenth += 2) {
        uses(tenth);
        recorder.look();
        clock.advance(Duration.ofMillis(200));
      }
    }

    assertThat(noted()).extracting(ResourceSample::pids).containsExactly(0L, 50L, 100L, 120L);
    assertThat(noted())
        .extracting(sample -> Duration.ofNanos(sample.t()).toMillis())
        .containsExactly(0L, 5_000L, 10_000L, 12_200L);
  }

  @Test
  void whereTheGroupGoesWithTheTaleTheLastLookStands() throws IOException {
    Files.writeString(group().resolve("memory.current"), "4096");
    try (ResourceRecorder recorder = recorder()) {
      uses(1);
      recorder.look();
      clock.advance(Duration.ofMillis(800));
      uses(2);
      recorder.look();
      Files.delete(group().resolve("memory.current")); // goes away piece by piece
      clock.advance(Duration.ofMillis(200));
      recorder.look();
    }

    assertThat(noted()).extracting(ResourceSample::pids).containsExactly(1L, 2L);
    assertThat(noted().getLast().t()).isEqualTo(Duration.ofMillis(800).toNanos());
  }

  @Test
  void aTaleThatIsSeenAtItsEndOnlyHasOneSample() throws IOException {
    uses(0);
    recorder().close();

    assertThat(noted()).hasSize(1);
  }

  @Test
  void anotherRecorderGoesOnAfterTheLastWholeLine() throws IOException {
    uses(1);
    try (ResourceRecorder recorder = recorder()) {
      recorder.look();
    }
    Files.writeString(stats(), Files.readString(stats()) + "{\"t\":1,\"pi");
    clock.advance(Duration.ofSeconds(1));
    uses(2);
    try (ResourceRecorder recorder = recorder()) {
      recorder.look();
    }

    assertThat(noted().stream().map(ResourceSample::pids).distinct()).containsExactly(1L, 2L);
  }

  @Test
  void whereNothingIsCountedNothingIsWritten() {
    try (ResourceRecorder recorder = recorder()) {
      recorder.look();
      groups = List.of();
      recorder.look();
    }

    assertThat(stats()).doesNotExist();
  }

  @Test
  void whereItCannotBeWrittenTheRecordingGoesOn() throws IOException {
    uses(1);
    Files.createDirectory(stats());
    try (ResourceRecorder recorder = recorder()) {
      recorder.look();
      recorder.look();
    }

    assertThat(stats()).isDirectory();
  }

  private ResourceRecorder recorder() {
    return new ResourceRecorder(stats(), new TraceStart(0, START), clock, () -> groups);
  }

  private void uses(int pids) throws IOException {
    Files.writeString(group().resolve("pids.current"), Integer.toString(pids));
  }

  private Path group() {
    return groups.getFirst().folder();
  }

  private Path stats() {
    return folder.resolve("stats.ndjson");
  }

  private List<ResourceSample> noted() throws IOException {
    assertThat(stats()).content().endsWith("\n");
    return Files.readAllLines(stats()).stream()
        .map(ResourceRecorderTest::parsed)
        .map(Objects::requireNonNull)
        .toList();
  }

  private static ResourceSample parsed(String line) {
    try {
      return ResourceSample.parse(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
