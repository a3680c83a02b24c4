package org.wholetale.recordedrun.e2e.truth;

import java.util.Comparator;
import java.util.List;
import org.wholetale.recordedrun.trace.AccessMode;

/**
 * Something that a program did, in the same words whoever saw it.
 *
 * @param program the file of the program that did it, links resolved; {@code -} before the first
 * @param what it did, to which paths
 */
record Deed(String program, String what) implements Comparable<Deed> {

  /** Who executes the first program. */
  static final String NOBODY = "-";

  private static final Comparator<Deed> ORDER =
      Comparator.comparing(Deed::program).thenComparing(Deed::what);

  /**
   * A program began to run.
   *
   * @param file the name that it was executed by
   */
  static Deed executed(
      String by, String program, String file, String directory, List<String> argv) {
    return new Deed(by, "executed %s as %s in %s %s".formatted(program, file, directory, argv));
  }

  static Deed failedToExecute(String program, String path) {
    return new Deed(program, "failed to execute " + path);
  }

  static Deed opened(String program, AccessMode mode, String path) {
    return new Deed(program, "opened %s %s".formatted(mode.text(), path));
  }

  static Deed renamed(String program, String from, String to) {
    return new Deed(program, "renamed %s to %s".formatted(from, to));
  }

  static Deed linked(String program, String from, String to) {
    return new Deed(program, "linked %s as %s".formatted(from, to));
  }

  static Deed madeSymlink(String program, String path, String target) {
    return new Deed(program, "made symlink %s to %s".formatted(path, target));
  }

  static Deed madeFolder(String program, String path) {
    return new Deed(program, "made folder " + path);
  }

  static Deed madeNode(String program, String path) {
    return new Deed(program, "made node " + path);
  }

  static Deed cut(String program, String path) {
    return new Deed(program, "cut " + path);
  }

  static Deed removed(String program, String path) {
    return new Deed(program, "removed " + path);
  }

  /** The same, in the words that are the same in each run. */
  Deed rewritten(AllowedDifference difference) {
    return new Deed(difference.applyTo(program), difference.applyTo(what));
  }

  @Override
  public int compareTo(Deed other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return program + " " + what;
  }
}
