package org.wholetale.recordedrun.archive;

import java.io.FilterInputStream;
import java.io.InputStream;

/** Lets a reader close what it was given without ending what it was given from. */
final class UnclosedInputStream extends FilterInputStream {

  UnclosedInputStream(InputStream in) {
    super(in);
  }

  @Override
  public void close() {}
}
