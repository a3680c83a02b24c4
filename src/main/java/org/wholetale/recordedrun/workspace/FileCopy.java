package org.wholetale.recordedrun.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * A copy of a file in its own folder, which takes its name once it is whole: whoever looks finds
 * the one or the other, at any moment.
 *
 * @param original in a {@link HeldFolder}
 * @param attributes the original's
 * @param copied told how many bytes more are copied
 */
record FileCopy(Path original, PosixFileAttributes attributes, LongConsumer copied) {

  private static final String PREFIX = ".recordedrun-prepare-";
  private static final Pattern TEMPORARY = Pattern.compile(Pattern.quote(PREFIX) + "[0-9a-f]{16}");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final long PIECE = 8 << 20;

  /** Whether only a copy that was cut short has such a name. */
  static boolean isTemporary(Path name) {
    return TEMPORARY.matcher(name.toString()).matches();
  }

  /** Replaces the original by the copy. */
  void replace() throws IOException {
    Path copy =
        original.resolveSibling(
            PREFIX + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    try {
      write(copy);
      Files.move(copy, original, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private void write(Path copy) throws IOException {
    try (FileChannel from =
            FileChannel.open(original, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel to =
            FileChannel.open(
                copy,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OWNER_ONLY)) {
      long position = 0;
      for (long n = from.transferTo(0, PIECE, to);
          n > 0;
          n = from.transferTo(position, PIECE, to)) {
        position += n;
        copied.accept(n);
      }
      describe(copy);
      // Else a machine that crashes could leave an empty file under the original's name.
      to.force(true);
    }
  }

  /** The owner is left out, whom only root can choose, and so are setuid and setgid. */
  private void describe(Path copy) throws IOException {
    copyUserAttributes(copy);
    keepGroup(copy);
    PosixFileAttributeView view =
        Files.getFileAttributeView(copy, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    view.setTimes(attributes.lastModifiedTime(), attributes.lastAccessTime(), null);
    view.setPermissions(attributes.permissions());
  }

  private void copyUserAttributes(Path copy) throws IOException {
    UserDefinedFileAttributeView from = userAttributes(original);
    UserDefinedFileAttributeView to = userAttributes(copy);
    for (String name : names(from)) {
      ByteBuffer value = ByteBuffer.allocate(from.size(name));
      from.read(name, value);
      to.write(name, value.flip());
    }
  }

  private static UserDefinedFileAttributeView userAttributes(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> names(UserDefinedFileAttributeView attributes) {
    try {
      return attributes.list();
    } catch (IOException e) {
      return List.of(); // as on a file system that has none
    }
  }

  private void keepGroup(Path copy) throws IOException {
    Object group = Files.getAttribute(original, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    try {
      Files.setAttribute(copy, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      // A group that the tale's user is not in: the copy keeps that of a new file.
    }
  }
}
