package org.wholetale.recordedrun.archive;

import java.util.List;
import java.util.Objects;

/**
 * The start of a program.
 *
 * @param path absolute
 * @param argv its arguments, the program's own name first
 * @param pid the process, by the node's number
 */
public record ManifestExec(String path, List<String> argv, long pid) {

  public ManifestExec {
    Objects.requireNonNull(path, "trace.firstExec.path");
    argv = List.copyOf(argv);
  }
}
