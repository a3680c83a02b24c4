package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestPlace;
import org.wholetale.recordedrun.archive.ManifestSignature;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.attestation.ListedFile;
import org.wholetale.recordedrun.attestation.RuntimeTraceStatement;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.signing.DsseEnvelope;
import org.wholetale.recordedrun.signing.SigningKey;

/** Puts into an archive, before its manifest, by what others can tell who wrote it. */
record ManifestSeal(ArchiveStore store, SigningKey key) {

  /**
   * Uploads attestation and signature of a manifest that is to be written to that place, over those
   * of a recorder that died before it could write its own manifest. May be repeated.
   */
  void put(ManifestPlace place, byte[] manifest) throws IOException {
    byte[] statement =
        RuntimeTraceStatement.of(place, Sha256.of(manifest), Manifest.parse(manifest), ownFiles());
    replace(
        place.attestation(),
        DsseEnvelope.sign(RuntimeTraceStatement.PAYLOAD_TYPE, statement, key).toJson());
    replace(place.signature(), ManifestSignature.of(manifest, key).toJson());
  }

  private List<ListedFile> ownFiles() throws IOException {
    try (InputStream listing = store.read(FileContents.FILE_NAME)) {
      return ListedFile.ownFiles(listing);
    } catch (NoSuchFileException e) {
      return List.of(); // of a run that was cut off nobody has listed any
    }
  }

  private void replace(String path, byte[] content) throws IOException {
    Path file = Files.createTempFile("recordedrun-", ".json");
    try {
      Files.write(file, content);
      store.put(path, file, Sha256.of(content).hex());
    } finally {
      Files.delete(file);
    }
  }
}
