package org.wholetale.recordedrun.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Consumer;

/**
 * Parts the files of a workspace from their other hard links, so that a tale that writes into one
 * in place changes no other folder, such as the published version that its workspace was linked
 * from.
 *
 * <p>Each name becomes a file of its own, also where two of the workspace's were one file. A file
 * is copied and the copy renamed over it, so that one that is ended at any moment has lost nothing;
 * what it leaves has a name that the next one knows and removes. The workspace is not trusted:
 * folders are entered by descriptor, and no link is followed.
 */
public final class HardLinks {

  /** Nobody's folders are as deep; descriptors are held of all of them at once. */
  private static final int DEEPEST = 250;

  private final UserPrincipal self;
  private final Consumer<LinkFigures> listener;
  private LinkFigures figures = LinkFigures.NONE;

  private HardLinks(UserPrincipal self, Consumer<LinkFigures> listener) {
    this.self = self;
    this.listener = listener;
  }

  /**
   * Breaks those of all files of a workspace.
   *
   * @param listener told often how far it is
   * @return how far it was in the end
   * @throws WorkspaceException where a file could not be copied; those before it were
   */
  public static LinkFigures breakIn(Path workspace, Consumer<LinkFigures> listener)
      throws IOException {
    HardLinks links = new HardLinks(Files.getOwner(Path.of("/proc/self")), listener);
    try (HeldFolder folder = HeldFolder.open(workspace)) {
      links.walk(folder, Path.of(""));
    } catch (WorkspaceException e) {
      throw e;
    } catch (IOException e) {
      throw WorkspaceException.unseen(Path.of(""), e);
    }
    return links.figures;
  }

  private void walk(HeldFolder folder, Path relative) throws IOException {
    if (relative.getNameCount() > DEEPEST) {
      throw WorkspaceException.unseen(
          relative.getFileName(),
          new IOException("it lies more than %d folders deep".formatted(DEEPEST)));
    }
    for (Path name : names(folder, relative)) {
      take(folder, name, relative.resolve(name));
    }
  }

  private static Iterable<Path> names(HeldFolder folder, Path relative) throws WorkspaceException {
    try {
      return folder.names();
    } catch (IOException e) {
      throw WorkspaceException.unseen(relative, e);
    }
  }

  private void take(HeldFolder folder, Path name, Path relative) throws IOException {
    Path file = folder.resolve(name);
    PosixFileAttributes attributes;
    int links;
    try {
      attributes = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      links = (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw WorkspaceException.unseen(relative, e);
    }
    if (attributes.isDirectory()) {
      enter(folder, name, relative, attributes);
    } else if (attributes.isRegularFile()) {
      takeFile(new FileCopy(file, attributes, this::copied), name, relative, links);
    }
  }

  private void enter(HeldFolder folder, Path name, Path relative, PosixFileAttributes attributes)
      throws IOException {
    try (HeldFolder below = folder.below(name)) {
      walk(below, relative);
    } catch (WorkspaceException e) {
      throw e;
    } catch (AccessDeniedException e) {
      if (attributes.owner().equals(self) || Files.isExecutable(folder.resolve(name))) {
        throw WorkspaceException.unseen(relative, e);
      }
      // Such as lost+found: the tale, which has the same rights, cannot get in there either.
    } catch (IOException e) {
      throw WorkspaceException.unseen(relative, e);
    }
  }

  private void takeFile(FileCopy copy, Path name, Path relative, int links)
      throws WorkspaceException {
    try {
      if (links > 1) {
        copy.replace();
        figures = figures.withCopied();
      } else if (FileCopy.isTemporary(name)) {
        Files.deleteIfExists(copy.original());
        return;
      }
    } catch (IOException e) {
      throw WorkspaceException.uncopied(relative, e);
    }
    figures = figures.withSeen();
    listener.accept(figures);
  }

  private void copied(long bytes) {
    figures = figures.plus(bytes);
    listener.accept(figures);
  }
}
