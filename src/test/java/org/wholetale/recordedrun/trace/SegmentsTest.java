package org.wholetale.recordedrun.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {

  private static final SegmentWriter.Limits LIMITS =
      new SegmentWriter.Limits(3, Duration.ofSeconds(2));

  private final List<Path> finished = new ArrayList<>();
  private final TestClock clock = new TestClock();

  @TempDir Path folder;

  @Test
  void eventsComeBackInTheirOrderFromSegmentsOfLimitedLength() throws IOException {
    try (SegmentWriter writer = writer()) {
      for (int i = 0; i < 7; i++) {
        add(writer, i, i + 1);
        writer.finishIfDue();
      }
      assertThat(names()).containsExactly("000000.ndjson.zst", "000001.ndjson.zst");
      assertThat(writer.number()).isEqualTo(2);
      assertThat(writer.lines()).isEqualTo(1);
    }

    assertThat(names())
        .containsExactly("000000.ndjson.zst", "000001.ndjson.zst", "000002.ndjson.zst");
    assertThat(times(finished)).containsExactly(0L, 1000L, 2000L, 3000L, 4000L, 5000L, 6000L);
    assertThat(times(finished.subList(2, 3))).containsExactly(6000L);
  }

  @Test
  void aSegmentIsFinishedOnceItsFirstLineIsOldEnough() throws IOException {
    try (SegmentWriter writer = writer()) {
      writer.finishIfDue();
      add(writer, 0, 1);
      clock.now = clock.now.plusMillis(1999);
      add(writer, 1, 2);
      writer.finishIfDue();
      assertThat(finished).isEmpty();

      clock.now = clock.now.plusMillis(1);
      writer.finishIfDue();
      assertThat(times(finished)).containsExactly(0L, 1000L);
      writer.finishIfDue();
    }
    assertThat(finished).hasSize(1);
  }

  @Test
  void withoutLinesThereIsNoSegment() throws IOException {
    writer().close();

    assertThat(folder.resolve("events")).isEmptyDirectory();
  }

  @Test
  void everyLineEndsWithANewline() throws IOException {
    try (SegmentWriter writer = writer()) {
      add(writer, 0, 2);
    }
    byte[] compressed = Files.readAllBytes(finished.getFirst());

    assertThat(new String(Zstd.decompress(compressed, 10_000), UTF_8))
        .endsWith("}\n")
        .hasLineCount(2);
  }

  @Test
  void aSegmentThatWasCutOffGivesWhatIsThereAndThenFails() throws IOException {
    try (SegmentWriter writer = writer()) {
      add(writer, 0, 2);
    }
    byte[] whole = Files.readAllBytes(finished.getFirst());
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);

    assertThatThrownBy(() -> TraceReader.read(new ByteArrayInputStream(cut), event -> {}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatWasFlushedOutlivesItsWriter() throws IOException {
    SegmentWriter writer = writer();
    add(writer, 0, 5);
    writer.flush();
    add(writer, 5, 7);
    // The process ends here.

    CutOffSegment segment = new CutOffSegment(folder.resolve("events/000000.ndjson.zst"));
    assertThat(segment.finish(Integer.MAX_VALUE)).isEqualTo(5);
    assertThat(times(List.of(segment.file()))).containsExactly(0L, 1000L, 2000L, 3000L, 4000L);
    assertThat(segment.finish(3)).isEqualTo(3);
    assertThat(times(List.of(segment.file()))).containsExactly(0L, 1000L, 2000L);
    writer.close();
  }

  @Test
  void ofAFloodAsMuchIsThereAsWasCompressed() throws IOException {
    SegmentWriter writer = writer();
    add(writer, 0, 100_000);

    CutOffSegment segment = new CutOffSegment(folder.resolve("events/000000.ndjson.zst"));
    int kept = segment.finish(Integer.MAX_VALUE);

    assertThat(kept).isGreaterThan(50_000).isLessThan(100_000);
    assertThat(times(List.of(segment.file()))).hasSize(kept).endsWith((kept - 1) * 1000L);
    writer.close();
  }

  @Test
  void ofASegmentWithoutALineNothingIsLeft() throws IOException {
    Path empty = Files.createFile(folder.resolve("000000.ndjson.zst"));

    assertThat(new CutOffSegment(empty).finish(1)).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void linesComeBackWithTheirNumbersThoughTheirTypeIsUnknown() throws IOException {
    byte[] lines =
        """
        {"seq":0,"t":1,"type":"ioUring","cpu":0,"pid":7,"start":7,"tid":7}
        {"seq":1,"t":2,"type":"of a version to come"}\
        """
            .getBytes(UTF_8);
    List<NumberedEvent> read = new ArrayList<>();

    TraceReader.readNumbered(new ByteArrayInputStream(Zstd.compress(lines)), read::add);

    assertThat(read).extracting(NumberedEvent::seq).containsExactly(0L, 1L);
    assertThat(read.getLast().event()).isNull();
  }

  @Test
  void aLineIsReadWhereverItsPartsAreAndIsNotToFillTheMemory() throws IOException {
    String longer = "x".repeat(100_000);
    LineSplitter lines = splitter("a\n\n" + longer + "\nend", 200_000);

    assertThat(text(lines.next())).isEqualTo("a");
    assertThat(text(lines.next())).isEmpty();
    assertThat(text(lines.next())).isEqualTo(longer);
    assertThat(text(lines.next())).isEqualTo("end");
    assertThat(lines.next()).isNull();
    assertThatThrownBy(() -> splitter(longer + longer, 100).next())
        .isInstanceOf(IOException.class)
        .hasMessage("a line has more than 100 bytes");
  }

  private static LineSplitter splitter(String text, int longest) {
    return new LineSplitter(new ByteArrayInputStream(text.getBytes(UTF_8)), longest);
  }

  private static String text(byte @Nullable [] line) {
    return new String(Objects.requireNonNull(line), UTF_8);
  }

  @Test
  void outputComesBackAsTheBytesItWas() throws IOException {
    List<OutputLine> lines = new ArrayList<>();
    TraceReader.readOutput(
        segment(
            """
            {"t":5,"stream":"stdout","data":"hi\\n"}
            {"t":6,"stream":"stderr","dataB64":"/w=="}
            """),
        lines::add);

    assertThat(lines)
        .containsExactly(
            new OutputLine(5, "stdout", ByteString.of("hi\n")),
            new OutputLine(6, "stderr", ByteString.copyOf(new byte[] {(byte) 0xff})));
    for (String bad :
        List.of(
            "{}",
            "{\"t\":1,\"stream\":\"stdout\"}",
            "{\"t\":1,\"stream\":\"stdout\",\"dataB64\":\"*\"}")) {
      assertThatThrownBy(() -> TraceReader.readOutput(segment(bad), line -> {}))
          .isInstanceOf(IOException.class);
    }
  }

  private static ByteArrayInputStream segment(String lines) {
    return new ByteArrayInputStream(Zstd.compress(lines.getBytes(UTF_8)));
  }

  private SegmentWriter writer() throws IOException {
    return new SegmentWriter(folder.resolve("events"), 0, LIMITS, clock, finished::add);
  }

  private static void add(SegmentWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      int number = i;
      writer.add(json -> EventJson.write(json, number, Events.exit(number, 7, 0)));
    }
  }

  private List<String> names() {
    return finished.stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  private static List<Long> times(List<Path> segments) throws IOException {
    List<Long> times = new ArrayList<>();
    for (Path segment : segments) {
      TraceReader.read(Files.newInputStream(segment), event -> times.add(event.time()));
    }
    return times;
  }

  private static final class TestClock extends Clock {
    private Instant now = Instant.EPOCH;

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
