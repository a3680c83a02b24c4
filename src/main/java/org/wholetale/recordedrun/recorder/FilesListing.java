package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.provenance.FileContents.Content;
import org.wholetale.recordedrun.provenance.FileInventory;
import org.wholetale.recordedrun.provenance.FileRole;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.TracedFile;
import org.wholetale.recordedrun.trace.EventJson;
import org.wholetale.recordedrun.trace.FileId;

/**
 * Writes {@code files.ndjson}: every file that the run read or wrote, with its size and hash where
 * it still is the file that the run saw.
 *
 * @param folders where the tale has its workspace and data
 * @param outOfTime whether no more files are to be hashed
 */
record FilesListing(
    HostView view, TraceStart start, RunFolders folders, BooleanSupplier outOfTime) {

  /**
   * Writes it.
   *
   * @param contents told what each file holds that is still there
   */
  void write(FileInventory inventory, Path to, BiConsumer<FileId, Content> contents)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to));
        JsonGenerator json = EventJson.generator(out)) {
      for (TracedFile file : inventory.files()) {
        write(json, file, contents);
        EventJson.endLine(json);
      }
    }
  }

  private void write(JsonGenerator json, TracedFile file, BiConsumer<FileId, Content> contents)
      throws IOException {
    FileRole role = FileRole.of(file.path(), folders);
    Optional<Content> content =
        file.isRemoved() || role == FileRole.KERNEL ? Optional.empty() : contentOf(file);
    content.ifPresent(held -> contents.accept(file.id(), held));
    json.writeStartObject();
    Optional<String> path = file.path().utf8();
    if (path.isPresent()) {
      json.writeStringField("path", path.get());
    } else {
      json.writeStringField(
          "pathB64", Base64.getEncoder().encodeToString(file.path().toByteArray()));
    }
    json.writeStringField("role", role.text());
    json.writeBooleanField("read", file.isRead());
    json.writeBooleanField("written", file.isWritten());
    if (file.isRemoved()) {
      json.writeBooleanField("removed", true);
    }
    json.writeObjectField("size", content.map(Content::size).orElse(null));
    json.writeStringField("dev", file.id().device());
    json.writeStringField("ino", file.id().inodeText());
    json.writeStringField("sha256", content.map(Content::sha256).orElse(null));
    json.writeEndObject();
  }

  private Optional<Content> contentOf(TracedFile file) {
    try {
      Path path = view.locate(file.path());
      FileId id =
          new FileId(
              device((Long) Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS)),
              (Long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS));
      if (!id.equals(file.id())) {
        return Optional.empty();
      }
      long size = Files.size(path);
      FileTime modified = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
      boolean changedSinceRead =
          !file.isWritten()
              && file.lastRead() != null
              && modified.toInstant().isAfter(start.at(file.lastRead()));
      return Optional.of(
          new Content(size, changedSinceRead || outOfTime.getAsBoolean() ? null : hashed(path)));
    } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
      // Not to be seen from here: the listing says so by its nulls.
      return Optional.empty();
    }
  }

  /** The digest of its content; null where there was no time for all of it. */
  private @Nullable String hashed(Path file) throws IOException {
    try (InputStream in =
        new TimedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), outOfTime)) {
      return Sha256.of(in).hex();
    } catch (TimedInputStream.OutOfTimeException e) {
      return null;
    }
  }

  /** The C library's number of a device as major and minor. */
  private static String device(long dev) {
    long major = ((dev >>> 8) & 0xfff) | ((dev >>> 32) & ~0xfffL);
    long minor = (dev & 0xff) | ((dev >>> 12) & 0xffffff00L);
    return major + ":" + minor;
  }
}
