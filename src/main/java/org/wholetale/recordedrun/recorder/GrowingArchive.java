package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.format.ArchivedFile;
import org.wholetale.recordedrun.format.RunArchive;

/** An archive while its recorder writes it: what is in the store, and what is on its way there. */
record GrowingArchive(Spool spool, ArchiveStore store, Uploader uploader) implements RunArchive {

  @Override
  public List<ArchivedFile> files() {
    return uploader.submitted().stream()
        .map(file -> new ArchivedFile(file.path(), file.size(), file.sha256(), file.mediaType()))
        .toList();
  }

  @Override
  public List<String> manifests() {
    return List.of();
  }

  @Override
  public InputStream read(String path) throws IOException {
    try {
      return Files.newInputStream(spool.inArchive(path));
    } catch (NoSuchFileException e) {
      return store.read(path);
    }
  }
}
