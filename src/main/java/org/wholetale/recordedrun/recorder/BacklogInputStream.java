package org.wholetale.recordedrun.recorder;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/**
 * What bpftrace writes, read no sooner than it must be. As long as nobody reads, bpftrace waits for
 * that, and what it records stays in the kernel's buffers, at no cost for the tale.
 */
final class BacklogInputStream extends FilterInputStream {

  private static final long POLL_MILLIS = 100;

  private final BooleanSupplier mustBeRead;
  private final Runnable meanwhile;

  /**
   * @param mustBeRead asked before each read, and ten times a second until it is true
   * @param meanwhile done as often
   */
  BacklogInputStream(InputStream in, BooleanSupplier mustBeRead, Runnable meanwhile) {
    super(in);
    this.mustBeRead = mustBeRead;
    this.meanwhile = meanwhile;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (!mustBeRead.getAsBoolean()) {
        meanwhile.run();
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited to read");
    }
    return super.read(bytes, offset, length);
  }
}
