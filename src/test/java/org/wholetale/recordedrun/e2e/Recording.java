package org.wholetale.recordedrun.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.Verification;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * A recorded command: what {@code recordedrun record} said and what lies in the archive.
 *
 * @param events all of the trace, in order
 */
record Recording(
    Recordedrun.Ended command,
    Path archive,
    Manifest manifest,
    List<Event> events,
    Verification verification) {

  /** Reads the one archive below a folder. */
  static Recording below(Path folder, Recordedrun.Ended command) throws IOException {
    Path archive = onlyArchive(folder, command);
    return new Recording(
        command,
        archive,
        Manifest.parse(Files.readAllBytes(archive.resolve(Manifest.FILE_NAME))),
        readEvents(archive.resolve("events")),
        verify(archive));
  }

  /** The events of one type, in order. */
  <E extends Event> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Path onlyArchive(Path folder, Recordedrun.Ended command) throws IOException {
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

  private static List<Event> readEvents(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    try (Stream<Path> segments = Files.list(folder)) {
      for (Path segment : segments.sorted().toList()) {
        TraceReader.read(Files.newInputStream(segment), events::add);
      }
    }
    return events;
  }

  private static Verification verify(Path archive) throws IOException {
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.of(archive), Map.of())) {
      return new ArchiveVerifier(store).verify();
    }
  }
}
