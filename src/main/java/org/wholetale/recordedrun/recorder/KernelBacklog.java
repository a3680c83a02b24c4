package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines that a bpftrace's probes have written and nobody has read yet, and when there are so
 * many that they must be.
 */
final class KernelBacklog {

  private static final Logger LOG = LoggerFactory.getLogger(KernelBacklog.class);

  /** Half of what the buffers hold at least, which is 16 MiB, with 400 bytes a line. */
  private static final long MOST = 20_000;

  /** So few that more are not worth waiting for. */
  private static final long FEW = 100;

  /** Tells how many lines were written; null where that cannot be told, and nothing can wait. */
  interface Written {
    @Nullable Long read() throws IOException;
  }

  private final Written written;
  private final LongSupplier received;
  private boolean reading;
  private boolean unknown;

  /**
   * @param received how many of them have come
   */
  KernelBacklog(Written written, LongSupplier received) {
    this.written = written;
    this.received = received;
  }

  /** Whether to read now: from when there are many until there are few. */
  boolean mustBeRead() {
    long waiting = unknown ? Long.MAX_VALUE : waiting();
    reading = waiting > (reading ? FEW : MOST);
    return reading;
  }

  private long waiting() {
    try {
      Long lines = written.read();
      if (lines != null) {
        return lines - received.getAsLong();
      }
      LOG.warn("how many events wait in the kernel cannot be told: they are read at once");
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("events are read at once");
    }
    unknown = true;
    return Long.MAX_VALUE;
  }
}
