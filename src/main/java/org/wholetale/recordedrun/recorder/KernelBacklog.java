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

  /** So few that more are not worth waiting for. */
  private static final long FEW = 20;

  /** The share of the room that may fill; a storm needs the rest while reading begins. */
  private static final int QUARTER = 4;

  /** Meanwhile a storm writes as many again. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final long most;
  private final long patience;
  private final LongSupplier waiting;
  private final BooleanSupplier readOn;
  private final Runnable meanwhile;
  private boolean reading;
  private long lastRead = System.nanoTime();

  /**
   * @param room how many lines the kernel holds at least
   * @param patience how long what is written may wait while there is room
   * @param waiting how many lines were written and not read yet
   * @param readOn whether to read whatever comes, at once
   * @param meanwhile done fifty times a second while nothing is read
   */
  KernelBacklog(
      InputStream in,
      long room,
      Duration patience,
      LongSupplier waiting,
      BooleanSupplier readOn,
      Runnable meanwhile) {
    super(in);
    this.most = room / QUARTER;
    this.patience = patience.toNanos();
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

  /** From when there are many, or it is time, until there are few. */
  private boolean mustBeRead() {
    long lines = waiting.getAsLong();
    if (reading) {
      reading = lines > FEW;
      lastRead = System.nanoTime();
    } else {
      reading = lines > most || System.nanoTime() - lastRead >= patience;
    }
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
