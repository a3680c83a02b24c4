package org.wholetale.recordedrun.workspace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder held open. What it holds is reached through the descriptor, so it stays this folder
 * wherever it is moved and whatever takes its name.
 *
 * @param path the descriptor's, to which names are resolved; valid until it is closed
 */
record HeldFolder(SecureDirectoryStream<Path> stream, Path path) implements Closeable {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** Opens a folder that is trusted to be the one meant. */
  @SuppressWarnings("StreamResourceLeak") // it is this that is closed
  static HeldFolder open(Path folder) throws IOException {
    return hold(Files.newDirectoryStream(folder), folder);
  }

  /** Opens a folder of this one; a link is not followed, but refused. */
  HeldFolder below(Path name) throws IOException {
    return hold(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), name);
  }

  /** What it holds now; can be asked once. */
  List<Path> names() throws IOException {
    return entries(stream).stream().map(Path::getFileName).toList();
  }

  Path resolve(Path name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  @SuppressWarnings("unchecked") // on Linux every stream of the default file system is one
  private static HeldFolder hold(DirectoryStream<Path> folder, Path path) throws IOException {
    try {
      if (folder instanceof SecureDirectoryStream<Path> secure) {
        return new HeldFolder(secure, descriptor(secure));
      }
      throw new IOException(path + " cannot be walked without following links");
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /** Java does not tell a stream's descriptor, but the kernel lists those that are open. */
  private static Path descriptor(SecureDirectoryStream<Path> folder) throws IOException {
    Object key =
        folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      // From the highest on, since those of the folders above this one are lower.
      for (Path descriptor : entries(descriptors).reversed()) {
        if (key.equals(keyOf(descriptor))) {
          return descriptor;
        }
      }
    }
    throw new IOException(DESCRIPTORS + " does not list a folder that is open: mount /proc");
  }

  private static List<Path> entries(DirectoryStream<Path> folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try {
      folder.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  private static Object keyOf(Path descriptor) throws IOException {
    try {
      return Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return descriptor; // closed meanwhile, as the one that lists them is
    }
  }
}
