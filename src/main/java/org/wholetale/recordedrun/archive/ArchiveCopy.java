package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Fetches a whole archive into a folder, byte by byte. */
public final class ArchiveCopy {

  private ArchiveCopy() {}

  /**
   * Copies an archive; its manifest comes last, so that a copy that was cut off is not taken for a
   * whole one.
   *
   * @param folder made where it is not there
   * @return how many files there were
   * @throws IOException also where the folder has something in it
   */
  public static int into(Path folder, ArchiveStore archive) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> present = Files.list(folder)) {
      if (present.findAny().isPresent()) {
        throw new IOException(
            "%s is not empty: name a folder for this archive alone".formatted(folder));
      }
    }
    List<String> paths =
        archive.list().stream()
            .map(StoredFile::path)
            .sorted(Comparator.comparing(Manifest.FILE_NAME::equals))
            .toList();
    for (String path : paths) {
      Path file = folder.resolve(new ArchivePath(path).value());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      try (InputStream in = archive.read(path)) {
        Files.copy(in, file);
      }
    }
    return paths.size();
  }
}
