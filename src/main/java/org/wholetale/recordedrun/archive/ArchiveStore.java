package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What an archive needs of the place where it lies. Paths are relative to the location, with {@code
 * /} between their parts and without {@code ..}; any other is refused with an {@link
 * IllegalArgumentException}. Stores may be used by several threads at once. They retry briefly and
 * then fail with an {@link ArchiveException}; to wait for a store that is away is the caller's.
 */
public interface ArchiveStore extends AutoCloseable {

  /** Where everything in this store lies. */
  ArchiveLocation location();

  /**
   * Stores a file, whole or not at all, in place of what was there. May be repeated.
   *
   * @param sha256Hex the digest of the file, against which what arrives is checked
   */
  void put(String path, Path file, String sha256Hex) throws IOException;

  /**
   * Stores something unless there is something else already; of several who try at once one wins.
   *
   * @return true where the content lies there now, by this call or, since an answer can get lost,
   *     by an earlier one with the same content; false where something else was there first, which
   *     is left as it is
   */
  boolean putIfAbsent(String path, byte[] content) throws IOException;

  /**
   * Reads a file from its beginning.
   *
   * @throws NoSuchFileException where there is none
   */
  InputStream read(String path) throws IOException;

  /**
   * Finds out whether files could be stored here now, and leaves none.
   *
   * @throws ArchiveException where they could not
   */
  void check() throws IOException;

  /** Everything below the location, sorted by path; empty where the location does not exist. */
  List<StoredFile> list() throws IOException;

  @Override
  void close();
}
