package org.wholetale.recordedrun.recorder;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Goes through all regular files below a folder that is not trusted, and may change meanwhile:
 * folders are entered by descriptor, and no link is ever followed.
 */
final class UntrustedWalk {

  /**
   * The longest path that a system call takes, in bytes: only who means harm has folders deeper.
   */
  private static final int LONGEST_PATH = 4_095;

  /** Told of each file. */
  interface Visitor {

    /**
     * A regular file.
     *
     * @param folder in which it lies, open
     * @param name there
     * @param relative its path below the folder that is walked
     */
    void file(
        SecureDirectoryStream<Path> folder,
        Path name,
        Path relative,
        BasicFileAttributes attributes)
        throws IOException;

    /** Something that cannot be read, or that {@link #file} could not take; it is passed over. */
    void failed(Path relative, IOException problem);

    /** Whether to go no further. */
    default boolean isDone() {
      return false;
    }
  }

  /** One that is being walked, its descriptor open. */
  private record Folder(SecureDirectoryStream<Path> entries, Iterator<Path> left, Path relative)
      implements Closeable {

    Folder(SecureDirectoryStream<Path> entries, Path relative) {
      this(entries, entries.iterator(), relative);
    }

    @Override
    public void close() throws IOException {
      entries.close();
    }
  }

  private final Visitor visitor;

  private UntrustedWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Shows the visitor every file below a folder; none where that is no folder. */
  static void below(Path root, Visitor visitor) {
    if (Files.isDirectory(root)) {
      new UntrustedWalk(visitor).walk(root);
    }
  }

  private void walk(Path root) {
    // Not by recursion: a tale makes folders deeper than any stack.
    Deque<Folder> open = new ArrayDeque<>();
    try {
      open.push(new Folder(secure(root), Path.of("")));
      while (!open.isEmpty() && !visitor.isDone()) {
        Folder folder = open.element();
        Optional<Path> next = next(folder);
        if (next.isPresent()) {
          take(folder, next.get()).ifPresent(open::push);
        } else {
          open.pop().close();
        }
      }
    } catch (IOException e) {
      visitor.failed(Path.of(""), e);
    } finally {
      open.forEach(UntrustedWalk::close);
    }
  }

  /** To be closed by who asks. */
  @SuppressWarnings({
    "unchecked", // on Linux every stream of the default file system is one
    "StreamResourceLeak"
  })
  private static SecureDirectoryStream<Path> secure(Path path) throws IOException {
    DirectoryStream<Path> folder = Files.newDirectoryStream(path);
    if (folder instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    folder.close();
    throw new IOException(path + " cannot be walked without following links");
  }

  private static void close(Folder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a folder that was only read cannot be closed", e);
    }
  }

  private Optional<Path> next(Folder folder) {
    try {
      return folder.left().hasNext()
          ? Optional.ofNullable(folder.left().next().getFileName())
          : Optional.empty();
    } catch (DirectoryIteratorException e) {
      visitor.failed(folder.relative(), new IOException(e.getMessage(), e));
      return Optional.empty();
    }
  }

  /** Shows it where it is a file; opens it where it is a folder. */
  private Optional<Folder> take(Folder folder, Path name) {
    Path path = folder.relative().resolve(name);
    try {
      BasicFileAttributes attributes =
          folder
              .entries()
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (attributes.isDirectory()) {
        return Optional.of(below(folder, name, path));
      }
      if (attributes.isRegularFile()) {
        visitor.file(folder.entries(), name, path, attributes);
      }
    } catch (IOException e) {
      visitor.failed(path, e);
    }
    return Optional.empty();
  }

  private static Folder below(Folder folder, Path name, Path path) throws IOException {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new IOException("no program can open what lies so deep");
    }
    return new Folder(folder.entries().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), path);
  }
}
