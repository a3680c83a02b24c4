package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.FileId;

/** What the files of a run held when it had ended, as {@code files.ndjson} tells. */
public final class FileContents {

  /** The name under which they lie in an archive. */
  public static final String FILE_NAME = "files.ndjson";

  /**
   * A file's content.
   *
   * @param size bytes
   * @param sha256 in hex; null where it changed after it was last read, or was not hashed
   */
  public record Content(long size, @Nullable String sha256) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<FileId, Content> byId = new HashMap<>();

  /**
   * Reads {@code files.ndjson}.
   *
   * @param lines closed by the caller
   * @throws IOException where it cannot be read, or is no such file
   */
  public static FileContents read(InputStream lines) throws IOException {
    FileContents contents = new FileContents();
    try (MappingIterator<JsonNode> files = JSON.readerFor(JsonNode.class).readValues(lines)) {
      while (files.hasNextValue()) {
        JsonNode file = files.nextValue();
        if (file.hasNonNull("size")) {
          contents.add(
              new FileId(
                  file.path("dev").asText(), Long.parseUnsignedLong(file.path("ino").asText())),
              new Content(file.path("size").asLong(), file.path("sha256").textValue()));
        }
      }
    } catch (NumberFormatException e) {
      throw new IOException("an inode is a decimal number: " + e.getMessage(), e);
    }
    return contents;
  }

  /** Takes what a file held that was still there. */
  public void add(FileId id, Content content) {
    byId.put(id, content);
  }

  /** What the last version of a file held; empty where it was not there any more, or not seen. */
  public Optional<Content> of(FileHistory file) {
    return file.isRemoved() ? Optional.empty() : Optional.ofNullable(byId.get(file.id()));
  }

  /** What a version of a file held; empty for all but the last one. */
  public Optional<Content> of(FileVersion version) {
    return version == version.file().last() ? of(version.file()) : Optional.empty();
  }
}
