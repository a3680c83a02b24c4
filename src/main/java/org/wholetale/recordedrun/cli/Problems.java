package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.recorder.RecorderException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a user what went wrong in one line; only what nobody foresaw comes with its stack. */
final class Problems implements IExecutionExceptionHandler {

  /** Recording itself failed; the codes below it are the tale's. */
  static final int RECORDING_FAILED = 125;

  @Override
  public int handleExecutionException(Exception problem, CommandLine line, ParseResult parsed)
      throws Exception {
    int code = problem instanceof RecorderException ? RECORDING_FAILED : 1;
    if (problem instanceof RecorderException
        || problem instanceof IOException
        || problem instanceof IllegalArgumentException) {
      line.getErr().printf("recordedrun %s: %s%n", line.getCommandName(), said(problem));
      return code;
    }
    throw problem;
  }

  /** Java's own messages about files are often nothing but a path. */
  private static @Nullable String said(Exception problem) {
    return switch (problem) {
      case NoSuchFileException e when e.getReason() == null -> "there is no " + e.getFile();
      case AccessDeniedException e when e.getReason() == null -> "no permission for " + e.getFile();
      default -> problem.getMessage();
    };
  }
}
