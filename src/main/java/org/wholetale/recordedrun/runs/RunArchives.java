package org.wholetale.recordedrun.runs;

import java.io.IOException;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.archive.ArchiveStore;

/** Where the archives of runs are, and with which keys they are read. */
@FunctionalInterface
public interface RunArchives {

  /**
   * The archive of a run, whether there is anything in it yet or not; the caller's to close.
   *
   * @throws IOException where the keys for it cannot be had
   */
  ArchiveStore open(RecordedRun run) throws IOException;
}
