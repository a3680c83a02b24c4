package org.wholetale.recordedrun.recorder;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Which files of the workspace are kept. */
record OutputGlobs(List<PathMatcher> matchers) {

  /**
   * Reads the globs of a run.
   *
   * @throws RecorderException where one is none; before the tale has run for nothing
   */
  static OutputGlobs compile(List<String> globs) throws RecorderException {
    List<PathMatcher> matchers = new ArrayList<>();
    for (String glob : globs) {
      try {
        matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
      } catch (PatternSyntaxException e) {
        throw new RecorderException(
            "archive.outputs: \"%s\" is no glob (%s): write for example results/**"
                .formatted(glob, e.getDescription()),
            e);
      }
    }
    return new OutputGlobs(List.copyOf(matchers));
  }

  boolean isEmpty() {
    return matchers.isEmpty();
  }

  /** Whether the path, relative to the workspace, is wanted. */
  boolean matches(Path relative) {
    return matchers.stream().anyMatch(matcher -> matcher.matches(relative));
  }
}
