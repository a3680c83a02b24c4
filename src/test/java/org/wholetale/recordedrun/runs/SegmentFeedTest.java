package org.wholetale.recordedrun.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.archive.StoredFile;

class SegmentFeedTest {

  private final SegmentFeed feed = new SegmentFeed(SegmentName.EVENTS);

  @Test
  void eachSegmentIsReadOnceInOrder() {
    List<StoredFile> files =
        List.of(event(1, 10), event(0, 10), new StoredFile("manifest.json", 5), output(0));
    assertThat(read(files)).containsExactly(0L, 1L);
    assertThat(read(files)).isEmpty();
    assertThat(read(List.of(event(0, 10), event(1, 10), event(2, 10)))).containsExactly(2L);
  }

  @Test
  void whatWasNotReadToItsEndIsReadAgain() {
    List<StoredFile> files = List.of(event(0, 10));
    assertThat(feed.of(files).segments()).hasSize(1);
    assertThat(read(files)).containsExactly(0L);
  }

  @Test
  void ofALongRunOnlyTheEndIsRead() {
    long megabyte = 1 << 20;
    SegmentFeed.Fresh fresh =
        feed.of(List.of(event(0, megabyte), event(1, megabyte / 2), event(2, megabyte / 2)));
    assertThat(fresh.segments()).extracting(SegmentName::number).containsExactly(1L, 2L);
    assertThat(fresh.omitted()).isTrue();
    SegmentFeed.Fresh huge =
        new SegmentFeed(SegmentName.EVENTS).of(List.of(event(0, 1), event(1, 5 * megabyte)));
    assertThat(huge.segments()).extracting(SegmentName::number).containsExactly(1L);
  }

  @Test
  void ofALongTextOnlyTheEndIsKept() {
    LatestText<String> text = new LatestText<>(line -> line);
    Stream.iterate(0, i -> i + 1).limit(3_000).forEach(i -> text.add("line " + i));
    assertThat(text.items()).hasSize(1_000).endsWith("line 2999");
    assertThat(text.omitted()).isTrue();
    text.add("x".repeat(300_000));
    assertThat(text.items()).hasSize(1);
  }

  private List<Long> read(List<StoredFile> files) {
    SegmentFeed.Fresh fresh = feed.of(files);
    feed.passed(fresh);
    assertThat(fresh.omitted()).isFalse();
    return fresh.segments().stream().map(SegmentName::number).toList();
  }

  private static StoredFile event(int number, long size) {
    return new StoredFile("events/%06d.ndjson.zst".formatted(number), size);
  }

  private static StoredFile output(int number) {
    return new StoredFile("output/%06d.ndjson.zst".formatted(number), 1);
  }
}
