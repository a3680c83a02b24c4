package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Copies the files that a run is to keep out of its workspace.
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
    if (globs.isEmpty()) {
      return;
    }
    UntrustedWalk.below(
        workspace,
        new UntrustedWalk.Visitor() {
          @Override
          public void file(
              SecureDirectoryStream<Path> folder,
              Path name,
              Path relative,
              BasicFileAttributes attributes)
              throws IOException {
            if (globs.matches(relative)) {
              copyFile(folder, name, relative, attributes.size());
              listener.copied(relative);
            }
          }

          @Override
          public void failed(Path relative, IOException problem) {
            listener.failed(relative, problem);
          }
        });
  }

  private void copyFile(SecureDirectoryStream<Path> folder, Path name, Path path, long size)
      throws IOException {
    Path copy = to.resolve(path.toString());
    Files.createDirectories(copy.getParent());
    requireRoom(copy, size);
    try (InputStream in =
        new TimedInputStream(
            Channels.newInputStream(
                folder.newByteChannel(
                    name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))),
            outOfTime)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A file with holes takes no room where it lies, and would fill the node's disk here. */
  private static void requireRoom(Path copy, long size) throws IOException {
    long free = Files.getFileStore(copy.getParent()).getUsableSpace();
    if (size > free / 2) {
      throw new IOException(
          "its %d bytes are more than half of the %d that are free for copies"
              .formatted(size, free));
    }
  }
}
