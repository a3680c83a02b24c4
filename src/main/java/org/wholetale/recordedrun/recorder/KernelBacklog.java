package org.wholetale.recordedrun.recorder;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What bpftrace writes, read no sooner than it must be. As long as nobody reads, bpftrace waits for
 * that, and what it records stays in the kernel's buffers; a line that comes to a bpftrace that
 * waits for lines wakes it, and costs the tale ten times as much.
 */
final class KernelBacklog extends FilterInputStream {

  /** A quarter of what the buffers hold at least, which is 16 MiB, with 450 bytes a line. */
  private static final long MOST = 9_000;

  /** So few that more are not worth waiting for. */
  private static final long FEW = 20;

  /** Meanwhile a storm writes as many again. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final LongSupplier waiting;
  private final BooleanSupplier readOn;
  private final Runnable meanwhile;
  private boolean reading;

  /**
   * @param waiting how many lines were written and not read yet
   * @param readOn whether to read whatever comes, at once
   * @param meanwhile done fifty times a second while nothing is read
   */
  KernelBacklog(InputStream in, LongSupplier waiting, BooleanSupplier readOn, Runnable meanwhile) {
    super(in);
    this.waiting = waiting;
    this.readOn = readOn;
    this.meanwhile = meanwhile;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!readOn.getAsBoolean() && !mustBeRead()) {
      pause();
    }
    return super.read(bytes, offset, length);
  }

  /** From when there are many until there are few. */
  private boolean mustBeRead() {
    reading = waiting.getAsLong() > (reading ? FEW : MOST);
    return reading;
  }

  private void pause() throws InterruptedIOException {
    try {
      meanwhile.run();
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited to read");
    }
  }
}
