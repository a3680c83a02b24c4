package org.wholetale.recordedrun.provenance;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/** What an execution did with a version of a file. */
public final class FileUse {

  private final Execution execution;
  private final FileVersion version;
  private final ByteString path;
  private @Nullable Long readFrom;
  private @Nullable Long writtenFrom;
  private @Nullable Long writtenUntil;
  private boolean executed;
  private long bytesRead;
  private long bytesWritten;

  /**
   * @param path the name by which it was opened, absolute
   */
  FileUse(Execution execution, FileVersion version, ByteString path) {
    this.execution = execution;
    this.version = version;
    this.path = path;
  }

  /** Whose use it is. */
  public Execution execution() {
    return execution;
  }

  /** Which version of which file. */
  public FileVersion version() {
    return version;
  }

  /** The name by which the file was opened, absolute; it may have another one by now. */
  public ByteString path() {
    return path;
  }

  /** Since when it may have read, nanoseconds since the trace's start; null where it did not. */
  public @Nullable Long readFrom() {
    return readFrom;
  }

  /** Since when it may have written, nanoseconds since the trace's start; null if it did not. */
  public @Nullable Long writtenFrom() {
    return writtenFrom;
  }

  /** When it had written last at most; null where it did not, or no end of that was recorded. */
  public @Nullable Long writtenUntil() {
    return writtenUntil;
  }

  /** Whether the file is the program, read as such. */
  public boolean isExecuted() {
    return executed;
  }

  /** Whether it may have read. */
  public boolean reads() {
    return readFrom != null;
  }

  /** Whether it may have written. */
  public boolean writes() {
    return writtenFrom != null;
  }

  /** How many bytes it read; 0 where that was not recorded. */
  public long bytesRead() {
    return bytesRead;
  }

  /** How many bytes it wrote; 0 where that was not recorded. */
  public long bytesWritten() {
    return bytesWritten;
  }

  boolean isWriting() {
    return writtenFrom != null && writtenUntil == null;
  }

  void read(long time) {
    readFrom = readFrom == null ? time : Math.min(readFrom, time);
  }

  void execute(long time) {
    read(time);
    executed = true;
  }

  void write(long time) {
    writtenFrom = writtenFrom == null ? time : Math.min(writtenFrom, time);
    writtenUntil = null;
    version.written(this);
  }

  void writtenUntil(long time) {
    writtenUntil = time;
  }

  void count(long read, long written) {
    bytesRead += read;
    bytesWritten += written;
  }
}
