package org.wholetale.recordedrun.provenance;

import java.util.List;
import java.util.Optional;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * All there is to be told of a run: every format and every answer is a function of it.
 *
 * @param contents what its files held when it had ended
 */
public record RunRecord(RunDescription description, RunGraph graph, FileContents contents) {

  /** What a file is to the run. */
  public FileRole roleOf(FileHistory file) {
    return FileRole.of(file.path(), description.folders());
  }

  /** The regular files of a role, by path. */
  public List<FileHistory> files(FileRole role) {
    return graph.files().stream()
        .filter(file -> file.kind() == FileKind.FILE && roleOf(file) == role)
        .toList();
  }

  /** The file that had a name last; where several had, the one that was not removed. */
  public Optional<FileHistory> file(ByteString path) {
    // Sorted so that of those with one name the removed ones come first.
    return graph.files().stream()
        .filter(file -> file.path().equals(path))
        .reduce((_, later) -> later);
  }
}
