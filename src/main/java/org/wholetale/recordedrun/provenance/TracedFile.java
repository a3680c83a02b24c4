package org.wholetale.recordedrun.provenance;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.FileId;

/** A file that a run opened, changed or named, by its identity. */
public final class TracedFile {

  private final FileId id;
  private ByteString path;
  private boolean read;
  private boolean written;
  private boolean removed;
  private @Nullable Long lastRead;

  TracedFile(FileId id, ByteString path) {
    this.id = id;
    this.path = path;
  }

  /** Its identity, which another file may have once this one is removed. */
  public FileId id() {
    return id;
  }

  /** The last name that it had, absolute. */
  public ByteString path() {
    return path;
  }

  /** Whether the run read it, or may have. */
  public boolean isRead() {
    return read;
  }

  /** Whether the run changed it, or may have. */
  public boolean isWritten() {
    return written;
  }

  /** Whether the run removed it. */
  public boolean isRemoved() {
    return removed;
  }

  /** When it was last opened for reading, on the trace's clock; null if never. */
  public @Nullable Long lastRead() {
    return lastRead;
  }

  void open(ByteString name) {
    path = name;
    removed = false;
  }

  void rename(ByteString name) {
    path = name;
  }

  void readAt(long time) {
    read = true;
    lastRead = time;
  }

  void write() {
    written = true;
  }

  void remove() {
    removed = true;
  }
}
