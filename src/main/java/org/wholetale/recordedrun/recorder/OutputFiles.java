package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Copies the files that a run is to keep out of its workspace. The workspace is not trusted, and
 * may change meanwhile: folders are entered by descriptor, and no link is ever followed.
 *
 * @param to where the copies go, below the same relative paths
 * @param outOfTime whether no more can be copied
 */
record OutputFiles(OutputGlobs globs, Path to, BooleanSupplier outOfTime) {

  /** Told of each file. */
  interface Listener {
    void copied(Path relative);

    void failed(Path relative, IOException problem);
  }

  /** Copies all that is wanted; what cannot be read is told and passed over. */
  void copy(Path workspace, Listener listener) {
    if (globs.isEmpty() || !Files.isDirectory(workspace)) {
      return;
    }
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(workspace)) {
      walk(secure(folder, workspace), Path.of(""), listener);
    } catch (IOException e) {
      listener.failed(Path.of(""), e);
    }
  }

  @SuppressWarnings("unchecked") // on Linux every stream of the default file system is one
  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder, Path path)
      throws IOException {
    if (folder instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException(path + " cannot be walked without following links");
  }

  private void walk(SecureDirectoryStream<Path> folder, Path relative, Listener listener) {
    try {
      folder.forEach(entry -> take(folder, entry.getFileName(), relative, listener));
    } catch (DirectoryIteratorException e) {
      listener.failed(relative, new IOException(e.getMessage(), e));
    }
  }

  private void take(
      SecureDirectoryStream<Path> folder, Path name, Path relative, Listener listener) {
    Path path = relative.resolve(name);
    try {
      BasicFileAttributes attributes =
          folder
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (attributes.isDirectory()) {
        try (SecureDirectoryStream<Path> below =
            folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          walk(below, path, listener);
        }
      } else if (attributes.isRegularFile() && globs.matches(path)) {
        copyFile(folder, name, path, listener);
      }
    } catch (IOException e) {
      listener.failed(path, e);
    }
  }

  private void copyFile(SecureDirectoryStream<Path> folder, Path name, Path path, Listener listener)
      throws IOException {
    Path copy = to.resolve(path.toString());
    Files.createDirectories(copy.getParent());
    try (InputStream in =
        new TimedInputStream(
            Channels.newInputStream(
                folder.newByteChannel(
                    name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))),
            outOfTime)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    listener.copied(path);
  }
}
