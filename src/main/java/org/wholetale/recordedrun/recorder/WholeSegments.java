package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestRecovery.LeftOut;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.NumberedEvent;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * Tells, in an archive without a manifest, the segments that are whole from those that are not:
 * each row goes up to the first that is missing or cannot be read. Keeps one line in memory.
 */
final class WholeSegments {

  private static final int LONGEST_REASON = 200;

  private final ArchiveStore store;
  private final List<ManifestFile> whole = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private long events;

  WholeSegments(ArchiveStore store) {
    this.store = store;
  }

  /**
   * Reads a row of segments from end to end.
   *
   * @param row of one folder, in the order of the numbers
   * @throws IOException where the store is to blame
   */
  void read(List<SegmentName> row) throws IOException {
    String brokenOff = null;
    for (int i = 0; i < row.size(); i++) {
      SegmentName name = row.get(i);
      if (brokenOff == null && name.number() != i) {
        brokenOff =
            "comes after " + new SegmentName(name.folder(), i).path() + ", which is missing";
      }
      if (brokenOff != null) {
        leftOut.add(new LeftOut(name.path(), brokenOff));
        continue;
      }
      String problem = problemOf(name);
      if (problem != null) {
        leftOut.add(new LeftOut(name.path(), "cannot be read to its end: " + problem));
        brokenOff = "comes after " + name.path() + ", which cannot be read";
      }
    }
  }

  /** Those that are whole. */
  List<ManifestFile> whole() {
    return whole;
  }

  /** Those that are not, or come after one that is not. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** How many events there are in those that are whole. */
  long events() {
    return events;
  }

  private @Nullable String problemOf(SegmentName name) throws IOException {
    try {
      whole.add(name.isEvents() ? describedEvents(name) : describedOutput(name));
      return null;
    } catch (ArchiveException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return ShellText.cut(String.valueOf(e.getMessage()), LONGEST_REASON);
    }
  }

  private ManifestFile describedEvents(SegmentName name) throws IOException {
    Numbers numbers = new Numbers(events);
    ManifestFile file =
        described(name, segment -> TraceReader.readNumbered(segment, numbers::accept));
    events = numbers.next;
    return file;
  }

  private ManifestFile describedOutput(SegmentName name) throws IOException {
    return described(name, segment -> TraceReader.readOutput(segment, line -> {}));
  }

  private ManifestFile described(SegmentName name, ManifestFile.Content content)
      throws IOException {
    return ManifestFile.of(store, name.path(), MediaType.of(name.path()), content);
  }

  /** Sees to it that events are numbered without holes. */
  private static final class Numbers {
    private long next;

    Numbers(long first) {
      next = first;
    }

    void accept(NumberedEvent line) throws IOException {
      if (line.seq() != next) {
        throw new IOException("the seq is %d, expected was %d".formatted(line.seq(), next));
      }
      next++;
    }
  }
}
