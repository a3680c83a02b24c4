package org.wholetale.recordedrun.recorder;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** A stream that is written as long as there is time for it and room. */
final class BoundedOutputStream extends FilterOutputStream {

  private final BooleanSupplier outOfTime;
  private final long most;
  private long written;

  /**
   * @param most bytes
   */
  BoundedOutputStream(OutputStream out, BooleanSupplier outOfTime, long most) {
    super(out);
    this.outOfTime = outOfTime;
    this.most = most;
  }

  @Override
  public void write(int b) throws IOException {
    count(1);
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    count(length);
    out.write(bytes, offset, length);
  }

  private void count(int length) throws IOException {
    written += length;
    if (written > most) {
      throw new IOException("it is larger than %d MiB".formatted(most >> 20));
    }
    if (outOfTime.getAsBoolean()) {
      throw new IOException("there was not time enough");
    }
  }
}
