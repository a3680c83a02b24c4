package org.wholetale.recordedrun.e2e.truth;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.wholetale.recordedrun.trace.AccessMode;

/** What the programs of a run did, and how often: of opening a file, in how many executions. */
final class Deeds {

  private final Map<Deed, Integer> times = new HashMap<>();

  void add(Deed deed) {
    times.merge(deed, 1, Integer::sum);
  }

  /** A file was opened, maybe not for the first time by this execution. */
  void addOpen(Execution by, AccessMode mode, String path) {
    Deed deed = Deed.opened(by.program(), mode, path);
    if (by.isFirst(deed)) {
      add(deed);
    }
  }

  /** How often each was done. */
  Map<Deed, Integer> times() {
    return Collections.unmodifiableMap(times);
  }
}
