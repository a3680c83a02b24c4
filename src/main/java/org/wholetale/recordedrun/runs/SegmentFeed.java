package org.wholetale.recordedrun.runs;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.archive.StoredFile;

/** Which segments of an archive are to be read next: each once, in order, and never very many. */
final class SegmentFeed {

  /** Compressed; some hundred thousand events. */
  private static final long MOST_BYTES = 1 << 20;

  /**
   * What is to be read now.
   *
   * @param omitted whether earlier ones are passed over
   */
  record Fresh(List<SegmentName> segments, boolean omitted) {}

  private final String folder;
  private long next;

  /**
   * @param folder {@link SegmentName#EVENTS} or {@link SegmentName#OUTPUT}
   */
  SegmentFeed(String folder) {
    this.folder = folder;
  }

  /** Those of an archive that were not read yet; of many the last ones, one at least. */
  Fresh of(List<StoredFile> files) {
    List<Segment> fresh =
        files.stream()
            .flatMap(file ->
                SegmentName.parse(file.path()).map(name -> new Segment(name, file.size())).stream())
            .filter(segment -> segment.name().folder().equals(folder))
            .filter(segment -> segment.name().number() >= next)
            .sorted(Comparator.comparing(Segment::name))
            .toList();
    Deque<SegmentName> taken = new ArrayDeque<>();
    long bytes = 0;
    for (Segment segment : fresh.reversed()) {
      bytes += segment.size();
      if (bytes > MOST_BYTES && !taken.isEmpty()) {
        break;
      }
      taken.addFirst(segment.name());
    }
    return new Fresh(List.copyOf(taken), taken.size() < fresh.size());
  }

  /** These were read. */
  void passed(Fresh read) {
    if (!read.segments().isEmpty()) {
      next = read.segments().getLast().number() + 1;
    }
  }

  private record Segment(SegmentName name, long size) {}
}
