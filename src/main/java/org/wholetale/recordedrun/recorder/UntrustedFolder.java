package org.wholetale.recordedrun.recorder;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A folder that a tale can write in, held open: whatever links and pipes it lays there, and
 * whatever it moves, a file is put into this folder and nothing that is there is opened.
 */
record UntrustedFolder(SecureDirectoryStream<Path> stream) implements Closeable {

  private static final FileAttribute<Set<PosixFilePermission>> READABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  /** Opens a folder of which only the content is not trusted. */
  @SuppressWarnings({"StreamResourceLeak", "unchecked"}) // on Linux every stream is a secure one
  static UntrustedFolder open(Path folder) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new UntrustedFolder(secure);
    }
    stream.close();
    throw new IOException(folder + " cannot be entered without following links");
  }

  /** Opens a folder of this one; a link is not followed, but refused. */
  UntrustedFolder below(String name) throws IOException {
    return new UntrustedFolder(stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Gives a file that name once it is whole. What had the name is replaced, be it a link or a pipe;
   * a folder is not.
   */
  void put(String name, InputStream content) throws IOException {
    Path whole =
        Path.of(
            ".recordedrun-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    try {
      write(whole, content);
      stream.move(whole, stream, Path.of(name));
    } catch (IOException e) {
      remove(whole, e);
      throw e;
    }
  }

  private void write(Path file, InputStream content) throws IOException {
    try (SeekableByteChannel channel =
        stream.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            READABLE)) {
      content.transferTo(Channels.newOutputStream(channel));
      if (channel instanceof FileChannel synced) {
        synced.force(true);
      }
    }
  }

  private void remove(Path file, IOException because) {
    try {
      stream.deleteFile(file);
    } catch (NoSuchFileException e) {
      // It could not even be begun.
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
