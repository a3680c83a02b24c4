package org.wholetale.recordedrun.provenance;

import java.util.List;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/**
 * About how many bytes of memory things take that are kept of a run, with what refers to them; held
 * against a heap by {@code RunGraphSizeTest}.
 */
final class Footprint {

  static final int PROCESS = 240;
  static final int EXECUTION = 320;
  static final int FILE = 400;
  static final int VERSION = 320;
  static final int USE = 260;
  static final int CHANNEL = 250;
  static final int NETWORK_USE = 500;
  private static final long BYTES = 40;
  private static final int EVENT = 200;

  private Footprint() {}

  /** What of an event is kept as long as the run is. */
  static long of(Event event) {
    return switch (event) {
      case Event.Exec e ->
          EVENT
              + of(e.path())
              + of(e.file())
              + of(e.argv())
              + of(e.cwd())
              + of(List.copyOf(e.environment().values()));
      case Event.ExecFailed e -> EVENT + of(e.path()) + of(e.argv());
      case Event.Exit _, Event.Gap _ -> EVENT;
      default -> 0;
    };
  }

  static long of(ByteString bytes) {
    return BYTES + bytes.length();
  }

  private static long of(List<ByteString> list) {
    return list.stream().mapToLong(Footprint::of).sum();
  }
}
