package org.wholetale.recordedrun.recorder;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.util.function.BooleanSupplier;

/** A stream that is read as long as there is time for it. */
final class TimedInputStream extends FilterInputStream {

  /** The time is over. */
  static final class OutOfTimeException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    OutOfTimeException() {
      super("there was not time enough to read all of it");
    }
  }

  private final BooleanSupplier outOfTime;

  TimedInputStream(InputStream in, BooleanSupplier outOfTime) {
    super(in);
    this.outOfTime = outOfTime;
  }

  @Override
  public int read() throws IOException {
    check();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    check();
    return super.read(bytes, offset, length);
  }

  private void check() throws OutOfTimeException {
    if (outOfTime.getAsBoolean()) {
      throw new OutOfTimeException();
    }
  }
}
