package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A local file on its way into a store: where it fails, the store is not to blame. */
record SourceFile(Path path, Attempt attempt) {

  InputStream open() throws ArchiveException {
    try {
      return Files.newInputStream(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  long size() throws ArchiveException {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  void expect(Sha256 expected, Sha256 actual) throws ArchiveException {
    if (!actual.equals(expected)) {
      throw attempt.failed(
          ArchiveException.Kind.CORRUPTED,
          "%s has the sha256 %s, not the expected %s".formatted(path, actual.hex(), expected.hex()),
          "it changed since it was hashed: hash and store it again",
          null);
    }
  }

  private ArchiveException unreadable(IOException e) {
    return attempt.failed(
        ArchiveException.Kind.SOURCE,
        "the file to store cannot be read (" + e + ")",
        "look whether it exists and may be read",
        e);
  }
}
