package org.wholetale.recordedrun.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store did not do what was asked of it. The message says what to do about it. */
public final class ArchiveException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, as far as the store lets one know. */
  public enum Kind {
    /** Nothing answers at the endpoint. */
    UNREACHABLE,
    /** The store answers that it cannot, for now. */
    UNAVAILABLE,
    /** The bucket does not exist. */
    NO_SUCH_BUCKET,
    /** No credentials, wrong ones, or ones that do not permit this. */
    ACCESS_DENIED,
    /** What arrived is not what the digest says. */
    CORRUPTED,
    /** The file to be stored cannot be read. */
    SOURCE,
    /** The store does not accept this request, or the disk is full. */
    REFUSED;

    /** Whether trying again can help although nobody changes anything. */
    public boolean mayPass() {
      return this == UNREACHABLE || this == UNAVAILABLE;
    }
  }

  private final Kind kind;

  ArchiveException(Kind kind, String message, @Nullable Throwable cause) {
    super(OneLine.of(message), cause);
    this.kind = kind;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }
}
