package org.wholetale.recordedrun.format;

import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.trace.ByteString;

/** Paths as they are seen from a run's workspace, which is elsewhere on every machine. */
final class RelativePath {

  private RelativePath() {}

  /**
   * The path from the workspace on: {@code ./results/a.csv}, {@code ../data/b.csv}; of what lies in
   * neither of the run's folders the path as it is.
   */
  static ByteString of(ByteString path, RunFolders folders) {
    String data = folders.data();
    ByteString inData =
        data == null ? path : below(path, data, "../" + data.substring(data.lastIndexOf('/') + 1));
    return inData.equals(path) ? below(path, folders.workspace(), ".") : inData;
  }

  /** With the folder replaced, where the path is it or lies below it. */
  private static ByteString below(ByteString path, String folder, String shown) {
    ByteString whole = ByteString.of(folder);
    if (path.equals(whole)) {
      return ByteString.of(shown);
    }
    return path.startsWith(ByteString.of(folder + "/"))
        ? ByteString.of(shown).concat(path.substring(whole.length(), path.length()))
        : path;
  }
}
