package org.wholetale.recordedrun.local.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.wholetale.recordedrun.local.node.ContainerSpec.Identity;

/** Folders that containers write in. */
final class OwnedFolder {

  private OwnedFolder() {}

  /** Lets everybody write in it, as in an emptyDir. */
  static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** Copies a folder; links stay links, and all of it belongs to the owner. */
  static void copy(Path from, Path to, Identity owner) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        try {
          Path copy = to.resolve(from.relativize(file).toString());
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(copy, "unix:uid", (int) owner.user(), LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(copy, "unix:gid", (int) owner.group(), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Makes a folder with those files. */
  static Path write(Path folder, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }
}
