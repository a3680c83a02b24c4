package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The archive of a run, as far as it is there when its record is written. */
public interface RunArchive {

  /** Its files, by path; of those that a manifest lists, the ones that are known by now. */
  List<ArchivedFile> files() throws IOException;

  /** The paths of its manifests and their signature; empty as long as it has none. */
  List<String> manifests() throws IOException;

  /**
   * Reads a file of it.
   *
   * @return to be closed by the caller
   */
  InputStream read(String path) throws IOException;
}
