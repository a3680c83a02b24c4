package org.wholetale.recordedrun.archive;

/**
 * Something about an archive that is not as its manifest says.
 *
 * @param path the file it is about
 * @param what in words, with what was expected and what was found
 */
public record VerificationProblem(String path, Kind kind, String what) {

  /** The kinds of problems. */
  public enum Kind {
    /** There is no manifest. */
    NO_MANIFEST,
    /** The manifest cannot be read, or contradicts itself. */
    BAD_MANIFEST,
    /** The manifest is not the one that was asked for, or that was signed. */
    OTHER_MANIFEST,
    /** A signature is missing. */
    UNSIGNED,
    /** A signature is none of what it should be. */
    BAD_SIGNATURE,
    /** A signature is by another key than was asked for. */
    OTHER_KEY,
    /** A file, or a number in a row of segments, is missing. */
    MISSING,
    /** A file has another size. */
    SIZE,
    /** A file has another content. */
    SHA256,
    /** A file lies there that the manifest does not list. */
    UNLISTED,
    /** A segment is not what a segment should be. */
    BAD_SEGMENT,
    /** The numbers of the events have a hole, or their count is another. */
    SEQUENCE
  }

  /** One line, file first, whatever characters a file's name may have. */
  @Override
  public String toString() {
    return OneLine.of(path + ": " + what);
  }
}
