package org.wholetale.recordedrun.archive;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;

/**
 * A file that is being written where nobody looks for it, until it is whole, on the disk, and gets
 * its name in one step.
 */
final class PartialFile implements AutoCloseable {

  /** The folder of files that are not whole; whatever lies in it is not part of an archive. */
  static final String FOLDER = ".recordedrun-partial";

  private final Path root;
  private final Path path;

  private PartialFile(Path root, Path path) {
    this.root = root;
    this.path = path;
  }

  static PartialFile below(Path root) throws IOException {
    Path folder = Files.createDirectories(root.resolve(FOLDER));
    return new PartialFile(root, folder.resolve(UUID.randomUUID().toString()));
  }

  /** Writes all of it, to the disk, and tells the digest of what was written. */
  Sha256 write(InputStream content) throws IOException {
    return write(path, content);
  }

  /** Gives it its name, in place of what may have that name. */
  void replace(Path target) throws IOException {
    Path parent = parentOf(target);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(parent);
  }

  /**
   * Gives it its name unless something has that name.
   *
   * @return whether it got it
   */
  boolean claim(Path target) throws IOException {
    Path parent = parentOf(target);
    try {
      link(target);
      sync(parent);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }

  private void link(Path target) throws IOException {
    try {
      Files.createLink(target, path);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Some network file systems have no hard links; creating the file is as exclusive.
      try (InputStream content = Files.newInputStream(path)) {
        write(target, content);
      }
    }
  }

  private static Sha256 write(Path path, InputStream content) throws IOException {
    try (FileChannel channel = FileChannel.open(path, CREATE_NEW, WRITE)) {
      HashingInputStream hashing = new HashingInputStream(content);
      hashing.transferTo(Channels.newOutputStream(channel));
      channel.force(true);
      return hashing.sha256();
    }
  }

  /** The folder that the target gets into, made where it is missing. */
  private Path parentOf(Path target) throws IOException {
    Path parent = Objects.requireNonNull(target.getParent(), "a target lies below the root");
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
      Path made = parent.getParent();
      while (made != null && made.startsWith(root)) {
        sync(made);
        made = made.getParent();
      }
    }
    return parent;
  }

  /** Makes the names in a folder outlive a crash of the machine. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }
}
