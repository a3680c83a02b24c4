package org.wholetale.recordedrun.archive;

import java.util.Objects;

/**
 * A file that the archive could have and has not: the recorder did not write it. It is made of what
 * the archive holds, and can be made later.
 *
 * @param path where it would lie
 * @param why it does not, in words
 */
public record ManifestOmission(String path, String why) {

  public ManifestOmission {
    path = new ArchivePath(Objects.requireNonNull(path, "omitted[].path")).value();
    Objects.requireNonNull(why, "omitted[].why");
  }

  /** One line, file first. */
  @Override
  public String toString() {
    return OneLine.of(path + ": " + why);
  }
}
