package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /** Whether both are the same bytes, as far as size and digest tell. */
  boolean hasContentOf(@Nullable ManifestFile other) {
    return other != null && size == other.size && sha256.equals(other.sha256);
  }

  /** Takes what is in a file; need not read to the end. */
  @FunctionalInterface
  public interface Content {
    void read(InputStream content) throws IOException;
  }

  /**
   * Describes a file of a store, while something reads it; once from end to end.
   *
   * @param content given the file's bytes
   * @throws IOException whatever reading it throws; an {@link ArchiveException} where the store is
   *     to blame
   */
  public static ManifestFile of(
      ArchiveStore store, String pathInArchive, String mediaType, Content content)
      throws IOException {
    try (HashingInputStream in = new HashingInputStream(store.read(pathInArchive))) {
      content.read(new UnclosedInputStream(in));
      in.drain();
      return new ManifestFile(pathInArchive, in.count(), in.sha256().hex(), mediaType);
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

  /** All of them together. */
  public static long bytes(Collection<ManifestFile> files) {
    return files.stream().mapToLong(ManifestFile::size).sum();
  }
}
