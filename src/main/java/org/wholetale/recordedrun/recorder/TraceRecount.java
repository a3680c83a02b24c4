package org.wholetale.recordedrun.recorder;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * Reads a trace again from its first event, which a recorder has to do that did not see all of it.
 *
 * @param store where the segments lie that are not in the spool any more
 */
record TraceRecount(Spool spool, ArchiveStore store, Clock clock) {

  /**
   * Reads all segments.
   *
   * @param segments how many there are
   * @param deadline until when to wait for a store that is away
   * @throws IOException where one cannot be read
   */
  TraceContents read(int segments, Instant deadline) throws IOException {
    TraceContents contents = new TraceContents();
    for (int number = 0; number < segments; number++) {
      String path = new SegmentName(SegmentName.EVENTS, number).path();
      try (InputStream segment = open(path, deadline)) {
        TraceReader.read(segment, contents::accept);
      }
    }
    return contents;
  }

  private InputStream open(String path, Instant deadline) throws IOException {
    try {
      return Files.newInputStream(spool.inArchive(path));
    } catch (NoSuchFileException e) {
      return fetched(path, deadline);
    }
  }

  /** Whole before it is read, since an event must not be counted twice. */
  private InputStream fetched(String path, Instant deadline) throws IOException {
    Duration patience = Duration.between(clock.instant(), deadline);
    if (!patience.isPositive()) {
      throw new IOException("there was not time enough to fetch " + path);
    }
    Path copy = spool.folder().resolve("recount.ndjson.zst");
    try {
      Failsafe.with(
              Uploader.untilItWorks()
                  .abortOn(NoSuchFileException.class)
                  .withMaxDuration(patience)
                  .build())
          .run(() -> {
            try (InputStream in = store.read(path)) {
              Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
          });
    } catch (FailsafeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
    return Files.newInputStream(copy);
  }
}
