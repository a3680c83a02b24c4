package org.wholetale.recordedrun.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.TraceReader;

/** A container's log as a runtime writes and a kubelet rotates it. */
class ContainerLogFollowerTest {

  private static final String TIME = "2026-11-23T06:00:00.000000001Z ";

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final List<String> uploaded = new ArrayList<>();
  private Path logs = Path.of("");
  private Spool spool = new Spool(Path.of(""));

  @BeforeEach
  void folders() throws IOException {
    logs = Files.createDirectory(folder.resolve("tale"));
    spool = new Spool(folder.resolve("spool"));
    Files.createDirectories(spool.inArchive(""));
  }

  @Test
  void bothStreamsAreTakenByteByByteAsTheyGrow() throws IOException {
    try (OutputRecorder output = output(null);
        ContainerLogFollower follower = follower(output, null)) {
      follower.poll();
      write("0.log", "stdout F one", "stderr P par");
      follower.poll();
      append("0.log", TIME + "stderr F t\n" + TIME + "stdout P wi");
      follower.poll();
      assertThat(stdout()).isEqualTo("one\n");
      assertThat(stderr()).isEqualTo("part\n");
      append("0.log", "thout end\n");
    }

    assertThat(stdout()).isEqualTo("one\nwithout end");
    assertThat(pieces())
        .containsExactly("stdout one\n", "stderr par", "stderr t\n", "stdout without end");
  }

  @Test
  void aRotatedFileIsReadToItsEndAlthoughTheRuntimeStillWritesIntoIt() throws IOException {
    try (OutputRecorder output = output(null);
        ContainerLogFollower follower = follower(output, null)) {
      write("0.log", "stdout F 1");
      follower.poll();
      rotate("20261123-060000");
      write("0.log", "stdout F 3");
      follower.poll();
      write("0.log.20261123-060000", "stdout F 2");
      clock.pass(Duration.ofMillis(900));
      follower.poll();
      assertThat(stdout()).isEqualTo("1\n2\n");

      clock.pass(Duration.ofSeconds(1));
      follower.poll();
      assertThat(stdout()).isEqualTo("1\n2\n3\n");
    }
  }

  @Test
  void filesThatAreRotatedInAHurryAreTakenInTheirOrderAlsoWhenTheyAreGone() throws IOException {
    try (OutputRecorder output = output(null);
        ContainerLogFollower follower = follower(output, null)) {
      for (int number = 1; number <= 4; number++) {
        write("0.log", "stdout F " + number);
        follower.poll();
        rotate("20261123-06000" + number);
      }
      Files.delete(logs.resolve("0.log.20261123-060002"));
    }

    assertThat(stdout()).isEqualTo("1\n2\n3\n4\n");
  }

  @Test
  void aRecorderThatIsStartedAgainGoesOnWhereTheLastMarkWas() throws IOException {
    OutputRecorder first = output(null);
    ContainerLogFollower follower = follower(first, null);
    write("0.log", "stdout F 1", "stderr F a");
    follower.poll();
    write("0.log", "stdout F 2", "stdout P cut");
    // What was taken but not marked is taken again.
    first.write(OutputRecorder.Stream.STDOUT, ByteString.of("2\n"), Instant.EPOCH);
    rotate("20261123-060000");
    write("0.log", "stdout F  off");

    OutputMark mark = OutputMark.read(spool.outputMark()).orElseThrow();
    try (OutputRecorder second = output(mark);
        ContainerLogFollower next = follower(second, mark)) {
      next.poll();
    }

    assertThat(stdout()).isEqualTo("1\n2\ncut off\n");
    assertThat(stderr()).isEqualTo("a\n");
    assertThat(pieces())
        .containsExactly("stdout 1\n", "stderr a\n", "stdout 2\n", "stdout cut", "stdout  off\n");
  }

  @Test
  void segmentsThatWereUploadedBeforeTheMarkAreNotWrittenAgain() throws IOException {
    OutputRecorder first = output(null);
    ContainerLogFollower follower = follower(first, null);
    write("0.log", "stdout F 1");
    follower.poll();
    clock.pass(Duration.ofSeconds(2));
    follower.poll();
    assertThat(uploaded).containsExactly("output/000000.ndjson.zst");
    Files.delete(spool.inArchive("output/000000.ndjson.zst"));
    write("0.log", "stdout F 2");

    OutputMark mark = OutputMark.read(spool.outputMark()).orElseThrow();
    try (OutputRecorder second = output(mark);
        ContainerLogFollower next = follower(second, mark)) {
      next.poll();
    }

    assertThat(stdout()).isEqualTo("1\n2\n");
    assertThat(uploaded).endsWith("output/000001.ndjson.zst");
    assertThat(pieces()).containsExactly("stdout 2\n");
  }

  @Test
  void whatWasRotatedAwayMeanwhileIsSaidToBeMissing() throws IOException {
    OutputRecorder first = output(null);
    ContainerLogFollower follower = follower(first, null);
    write("0.log", "stdout F 1");
    follower.poll();
    Files.move(logs.resolve("0.log"), folder.resolve("packed"));
    write("0.log.20261123-060000", "stdout F 8");
    write("0.log", "stdout F 9");

    OutputMark mark = OutputMark.read(spool.outputMark()).orElseThrow();
    try (OutputRecorder second = output(mark);
        ContainerLogFollower next = follower(second, mark)) {
      next.poll();
      assertThat(second.problem()).contains("rotated away");
    }

    assertThat(stdout()).isEqualTo("1\n8\n9\n");
  }

  private OutputRecorder output(@Nullable OutputMark mark) throws IOException {
    return new OutputRecorder(
        spool,
        new TraceStart(0, Instant.EPOCH),
        clock,
        segment -> uploaded.add(spool.pathOf(segment)),
        mark,
        Set.copyOf(uploaded));
  }

  private ContainerLogFollower follower(OutputRecorder output, @Nullable OutputMark mark)
      throws IOException {
    return new ContainerLogFollower(logs, output, clock, mark);
  }

  private void write(String file, String... lines) throws IOException {
    append(file, String.join("", Stream.of(lines).map(line -> TIME + line + "\n").toList()));
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(
        logs.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void rotate(String when) throws IOException {
    Files.move(logs.resolve("0.log"), logs.resolve("0.log." + when));
  }

  private String stdout() throws IOException {
    return Files.readString(spool.inArchive("stdout"));
  }

  private String stderr() throws IOException {
    return Files.readString(spool.inArchive("stderr"));
  }

  /** What is in the finished segments. */
  private List<String> pieces() throws IOException {
    List<String> pieces = new ArrayList<>();
    for (String path : spool.paths("output")) {
      TraceReader.readOutput(
          Files.newInputStream(spool.inArchive(path)),
          line -> pieces.add(line.stream() + " " + new String(line.data().toByteArray(), UTF_8)));
    }
    return pieces;
  }

  private static final class TestClock extends Clock {
    private Instant now = Instant.EPOCH;

    void pass(Duration time) {
      now = now.plus(time);
    }

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
      return now;
    }
  }
}
