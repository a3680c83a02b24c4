package org.wholetale.recordedrun.trace;

/**
 * What an open did to the file, beside giving a descriptor of it.
 *
 * @param created whether it made the file
 * @param emptied whether it took away what a regular file held, by O_TRUNC
 * @param append whether all that is written goes to the end, by O_APPEND
 */
public record OpenFlags(boolean created, boolean emptied, boolean append) {

  /** Nothing of all that. */
  public static final OpenFlags NONE = new OpenFlags(false, false, false);

  /** It made the file. */
  public static final OpenFlags CREATED = new OpenFlags(true, false, false);
}
