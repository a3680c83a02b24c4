package org.wholetale.recordedrun.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Some bytes of a file, to be read as often as an upload needs them. */
record FileSlice(SourceFile file, long offset, long length) implements ContentStreamProvider {

  @Override
  public InputStream newStream() {
    try {
      InputStream in = file.open();
      in.skipNBytes(offset);
      return new Limited(in, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The digest of this slice, read from a stream that stands at its beginning. */
  Sha256 hashFrom(InputStream in) throws IOException {
    return Sha256.of(new Limited(in, length));
  }

  /** The next so many bytes of a stream. */
  private static final class Limited extends FilterInputStream {

    private long left;

    Limited(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = super.read(buffer, from, (int) Math.min(count, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(Math.min(n, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
