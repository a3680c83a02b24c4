package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the archives below a prefix. Whatever lies within an archive is a part of it. */
public final class ArchiveFinder {

  private static final Pattern MARK =
      Pattern.compile(
          "(?<folder>(?:.*/)?)(?:manifest\\.json|opening\\.json|events/\\d+\\.ndjson\\.zst)",
          Pattern.DOTALL);

  private ArchiveFinder() {}

  /**
   * An archive.
   *
   * @param location where it lies
   * @param hasManifest false where its run is still going on or was cut off
   */
  public record Found(ArchiveLocation location, boolean hasManifest) {}

  /** Every archive at the store's location or below it, sorted by location. */
  public static List<Found> find(ArchiveStore store) throws IOException {
    Map<String, Boolean> manifestByFolder = new TreeMap<>();
    for (StoredFile file : store.list()) {
      folderMarkedBy(file.path())
          .ifPresent(folder ->
              manifestByFolder.merge(
                  folder, file.path().endsWith(Manifest.FILE_NAME), Boolean::logicalOr));
    }
    return outermost(store.location(), manifestByFolder);
  }

  private static Optional<String> folderMarkedBy(String path) {
    Matcher mark = MARK.matcher(path);
    return mark.matches() ? Optional.of(mark.group("folder")) : Optional.empty();
  }

  /** A folder sorts before all that is in it, so what comes next is within the last one or not. */
  private static List<Found> outermost(
      ArchiveLocation location, Map<String, Boolean> manifestByFolder) {
    List<Found> found = new ArrayList<>();
    String last = null;
    for (Map.Entry<String, Boolean> folder : manifestByFolder.entrySet()) {
      String path = folder.getKey();
      if (last == null || !path.startsWith(last)) {
        found.add(new Found(path.isEmpty() ? location : location.resolve(path), folder.getValue()));
        last = path;
      }
    }
    return found;
  }
}
