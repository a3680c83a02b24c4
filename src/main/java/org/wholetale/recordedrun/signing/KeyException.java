package org.wholetale.recordedrun.signing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A key cannot be used; the message says why and what would be one. */
public final class KeyException extends IOException {
  private static final long serialVersionUID = 1L;

  KeyException(String message) {
    super(message);
  }

  KeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
