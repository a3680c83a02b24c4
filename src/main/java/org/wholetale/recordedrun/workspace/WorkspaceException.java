package org.wholetale.recordedrun.workspace;

import java.io.IOException;
import java.io.Serial;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import org.wholetale.recordedrun.archive.OneLine;

/**
 * A file or folder of a workspace keeps the tale from starting; the message names it and says why.
 */
public final class WorkspaceException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  private WorkspaceException(String message, IOException cause) {
    super(message, cause);
  }

  /** A file that has other links and cannot be copied. */
  static WorkspaceException uncopied(Path relative, IOException cause) {
    return of(
        relative,
        "cannot be copied, to part it from its other hard links",
        "the tale's user must be able to read it and to write in its folder",
        cause);
  }

  /** A file or folder that cannot be looked at. */
  static WorkspaceException unseen(Path relative, IOException cause) {
    return of(
        relative,
        "cannot be searched for hard links",
        "the tale's user must be able to read it",
        cause);
  }

  private static WorkspaceException of(
      Path relative, String what, String needed, IOException cause) {
    String name = relative.toString().isEmpty() ? "the workspace" : relative.toString();
    return new WorkspaceException(
        "%s %s: %s".formatted(OneLine.of(name), what, why(needed, cause)), cause);
  }

  /** Java's own messages begin with a path, which here is one of a descriptor. */
  private static String why(String needed, IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "no permission; " + needed;
      case NoSuchFileException _ -> "there is no such file; nothing else may use the workspace";
      case NotDirectoryException _ -> "it is no folder";
      case ClosedByInterruptException _ -> "stopped";
      case FileSystemException e when e.getReason() != null -> OneLine.of(e.getReason());
      default -> OneLine.of(Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    };
  }
}
