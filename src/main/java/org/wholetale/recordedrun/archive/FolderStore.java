package org.wholetale.recordedrun.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Archives in a folder. A file appears under its name only once it is whole and on the disk.
 * Symbolic links are no part of an archive: they are neither listed nor followed.
 */
final class FolderStore implements ArchiveStore {

  private final ArchiveLocation location;
  private final Path root;

  FolderStore(ArchiveLocation location) {
    this.location = location;
    this.root = location.folder();
  }

  @Override
  public ArchiveLocation location() {
    return location;
  }

  @Override
  public void put(String path, Path file, String sha256Hex) throws IOException {
    Path target = fileAt(path);
    Attempt attempt = Attempt.write(location, path);
    SourceFile source = new SourceFile(file, attempt);
    try (InputStream content = source.open();
        PartialFile partial = PartialFile.below(root)) {
      source.expect(new Sha256(sha256Hex), partial.write(content));
      partial.replace(target);
    } catch (IOException e) {
      throw explain(attempt, e);
    }
  }

  @Override
  public boolean putIfAbsent(String path, byte[] content) throws IOException {
    Path target = fileAt(path);
    try (PartialFile partial = PartialFile.below(root)) {
      partial.write(new ByteArrayInputStream(content));
      return partial.claim(target) || Arrays.equals(content, Files.readAllBytes(target));
    } catch (IOException e) {
      throw explain(Attempt.write(location, path), e);
    }
  }

  @Override
  public InputStream read(String path) throws IOException {
    try {
      return Files.newInputStream(fileAt(path), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(location.nameOf(path));
    } catch (IOException e) {
      throw explain(Attempt.read(location, path), e);
    }
  }

  @Override
  public void check() throws IOException {
    try (PartialFile partial = PartialFile.below(root)) {
      partial.write(InputStream.nullInputStream());
    } catch (IOException e) {
      throw explain(Attempt.writeBelow(location), e);
    }
  }

  @Override
  public List<StoredFile> list() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try {
      Listing listing = new Listing(root.toRealPath());
      Files.walkFileTree(listing.top, listing);
      listing.files.sort(Comparator.comparing(StoredFile::path));
      return List.copyOf(listing.files);
    } catch (IOException e) {
      throw explain(Attempt.list(location), e);
    }
  }

  @Override
  public void close() {}

  private Path fileAt(String path) {
    return root.resolve(new ArchivePath(path).value());
  }

  private ArchiveException explain(Attempt attempt, IOException e) {
    return switch (e) {
      case ArchiveException explained -> explained;
      case AccessDeniedException denied ->
          attempt.failed(
              ArchiveException.Kind.ACCESS_DENIED,
              "the file system does not permit it at " + denied.getFile(),
              "give the user who runs this access to the folder " + root,
              e);
      case FileSystemException failed when failed.getReason() != null ->
          refused(attempt, failed.getReason() + " at " + failed.getFile(), e);
      default -> refused(attempt, e.toString(), e);
    };
  }

  private ArchiveException refused(Attempt attempt, String why, IOException e) {
    return attempt.failed(
        ArchiveException.Kind.REFUSED,
        "the file system says " + why,
        "look for space, and for what else lies there, at " + root,
        e);
  }

  /** Collects every regular file that is whole. */
  private static final class Listing extends SimpleFileVisitor<Path> {

    private final Path top;
    private final List<StoredFile> files = new ArrayList<>();

    Listing(Path top) {
      this.top = top;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.endsWith(PartialFile.FOLDER)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(new StoredFile(top.relativize(file).toString(), attributes.size()));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
