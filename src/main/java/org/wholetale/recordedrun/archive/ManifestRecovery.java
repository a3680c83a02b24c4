package org.wholetale.recordedrun.archive;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What is to be known of a manifest that was not written by the run's recorder, but made of what
 * lay in the archive.
 *
 * @param at when that was
 * @param leftOut files that lay there then and are not listed, in the archive's order
 */
public record ManifestRecovery(Instant at, List<LeftOut> leftOut) {

  public ManifestRecovery {
    Objects.requireNonNull(at, "recovery.at");
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A file that lies in the archive and is no part of it.
   *
   * @param why what is wrong with it, in words
   */
  public record LeftOut(String path, String why) {

    public LeftOut {
      path = new ArchivePath(Objects.requireNonNull(path, "recovery.leftOut[].path")).value();
      Objects.requireNonNull(why, "recovery.leftOut[].why");
    }

    /** One line, file first, whatever characters a file's name may have. */
    @Override
    public String toString() {
      return OneLine.of(path + ": " + why);
    }
  }
}
