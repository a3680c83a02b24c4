package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.archive.StoredFile;

/** Finishes what a recorder could not: brings the rest of a spool into its archive. */
public final class SpoolArchiver {

  private final Spool spool;
  private final ArchiveStore store;

  public SpoolArchiver(Spool spool, ArchiveStore store) {
    this.spool = spool;
    this.store = store;
  }

  /**
   * Uploads what is missing, then the manifest.
   *
   * @return the manifest's digest
   * @throws IOException where the spool lacks something, or the store cannot be written
   */
  public Sha256 archive() throws IOException {
    if (!Files.exists(spool.manifest())) {
      throw new IOException(
          spool.manifest()
              + " is not there: the recorder was cut off before the run's end was known");
    }
    byte[] bytes = Files.readAllBytes(spool.manifest());
    Map<String, Long> there =
        store.list().stream().collect(Collectors.toMap(StoredFile::path, StoredFile::size));
    for (ManifestFile file : Manifest.parse(bytes).files()) {
      var local = spool.inArchive(file.path());
      if (Files.exists(local)) {
        store.put(file.path(), local, file.sha256());
      } else if (!Long.valueOf(file.size()).equals(there.get(file.path()))) {
        throw new IOException(
            file.path() + " is neither in the spool " + spool.folder() + " nor in the archive");
      }
    }
    if (!store.putIfAbsent(Manifest.FILE_NAME, bytes)) {
      throw new IOException(
          "the archive has another manifest already; look at it by recordedrun verify "
              + store.location());
    }
    return Sha256.of(bytes);
  }
}
