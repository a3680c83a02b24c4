package org.wholetale.recordedrun.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.Verification;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * What is in the archive of a run.
 *
 * @param events all of the trace, in order
 * @param stdout all that the tale printed there; empty where that was not recorded
 * @param stderr likewise
 */
public record ArchivedRun(
    Manifest manifest,
    List<Event> events,
    ByteString stdout,
    ByteString stderr,
    Verification verification) {

  /** Reads the whole archive that lies at the store's location. */
  public static ArchivedRun read(ArchiveStore store) throws IOException {
    Manifest manifest = Manifest.parse(bytes(store, Manifest.FILE_NAME));
    List<Event> events = new ArrayList<>();
    for (ManifestFile file : manifest.files()) {
      if (file.path().startsWith("events/")) {
        TraceReader.read(store.read(file.path()), events::add);
      }
    }
    return new ArchivedRun(
        manifest,
        List.copyOf(events),
        printed(store, manifest, "stdout"),
        printed(store, manifest, "stderr"),
        new ArchiveVerifier(store).verify());
  }

  /** The events of one type, in order. */
  public <E extends Event> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static ByteString printed(ArchiveStore store, Manifest manifest, String path)
      throws IOException {
    boolean recorded = manifest.files().stream().anyMatch(file -> file.path().equals(path));
    return recorded ? ByteString.copyOf(bytes(store, path)) : ByteString.EMPTY;
  }

  private static byte[] bytes(ArchiveStore store, String path) throws IOException {
    try (InputStream in = store.read(path)) {
      return in.readAllBytes();
    }
  }
}
