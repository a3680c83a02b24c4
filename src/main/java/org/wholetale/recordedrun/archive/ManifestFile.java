package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file of an archive.
 *
 * @param path within the archive, parts separated by {@code /}
 * @param size in bytes
 * @param sha256 64 lower-case hexadecimal digits
 * @param mediaType such as {@code application/zstd}
 */
public record ManifestFile(String path, long size, String sha256, String mediaType) {

  public ManifestFile {
    path = new ArchivePath(Objects.requireNonNull(path, "files[].path")).value();
    sha256 = new Sha256(Objects.requireNonNull(sha256, "files[].sha256")).hex();
    Objects.requireNonNull(mediaType, "files[].mediaType");
    if (size < 0) {
      throw new IllegalArgumentException("the size of %s is negative: %d".formatted(path, size));
    }
  }

  /** Describes a local file as it is now, reading it once from end to end. */
  public static ManifestFile of(Path file, String pathInArchive, String mediaType)
      throws IOException {
    try (HashingInputStream in = new HashingInputStream(Files.newInputStream(file))) {
      in.drain();
      return new ManifestFile(pathInArchive, in.count(), in.sha256().hex(), mediaType);
    }
  }
}
