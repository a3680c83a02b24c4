package org.wholetale.recordedrun.local.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wholetale.recordedrun.local.node.ContainerSpec.Identity;

/** Folders that containers write in. */
final class OwnedFolder {

  /** As Kubernetes has keys, but for those that begin with a dot, as .. does. */
  private static final Pattern KEY = Pattern.compile("[-_a-zA-Z0-9][-._a-zA-Z0-9]*");

  private OwnedFolder() {}

  /** Lets everybody write in it, as in an emptyDir. */
  static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** Copies a folder; links stay links, and all of it belongs to the owner. */
  static void copy(Path from, Path to, Identity owner) throws IOException {
    Files.createDirectories(to.getParent());
    Path real = from.toRealPath();
    try (Stream<Path> files = Files.walk(real)) {
      files.forEach(file -> {
        try {
          Path copy = to.resolve(real.relativize(file).toString());
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
      if (!KEY.matcher(file.getKey()).matches()) {
        throw new IOException("\"" + file.getKey() + "\" is no key: it would not be a file's name");
      }
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }
}
