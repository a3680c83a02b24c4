package org.wholetale.recordedrun.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.Verification;
import org.wholetale.recordedrun.trace.Event;

/**
 * A recorded command: what the command that recorded it said, and what lies in the archive.
 *
 * @param archive the archive's folder
 */
public record Recording(Recordedrun.Ended command, Path archive, ArchivedRun run) {

  /** Reads the one archive below a folder. */
  static Recording below(Path folder, Recordedrun.Ended command) throws IOException {
    Path archive = onlyArchive(folder, command);
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.of(archive), Map.of())) {
      return new Recording(command, archive, ArchivedRun.read(store));
    }
  }

  public Manifest manifest() {
    return run.manifest();
  }

  public List<Event> events() {
    return run.events();
  }

  /** The events of one type, in order. */
  <E extends Event> List<E> events(Class<E> type) {
    return run.events(type);
  }

  Verification verification() {
    return run.verification();
  }

  /** The folder of the one archive below a folder. */
  static Path onlyArchive(Path folder, Recordedrun.Ended command) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> manifests = all.filter(path -> path.endsWith(Manifest.FILE_NAME)).toList();
      if (manifests.size() != 1) {
        throw new AssertionError(
            "one archive was expected below %s, there are %d; the command said: %s"
                .formatted(folder, manifests.size(), command));
      }
      return manifests.getFirst().resolveSibling("");
    }
  }
}
