package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * The files that a run was given as its data, as {@code data.ndjson} tells.
 *
 * @param unlisted why these may not be all; null where they are
 */
public record DeclaredData(List<DataFile> files, @Nullable String unlisted) {

  /** The name under which they lie in an archive. */
  public static final String FILE_NAME = "data.ndjson";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A file.
   *
   * @param path where the tale saw it, absolute
   * @param size bytes
   */
  public record DataFile(ByteString path, long size) {}

  public DeclaredData {
    files = List.copyOf(files);
  }

  /**
   * Reads {@code data.ndjson}.
   *
   * @param lines closed by the caller
   * @throws IOException where it cannot be read
   */
  public static DeclaredData read(InputStream lines) throws IOException {
    List<DataFile> files = new ArrayList<>();
    String unlisted = null;
    try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(lines)) {
      while (objects.hasNextValue()) {
        JsonNode object = objects.nextValue();
        if (object.has("path")) {
          files.add(
              new DataFile(
                  ByteString.of(object.path("path").asText()), object.path("size").asLong()));
        } else if (object.has("unlisted")) {
          unlisted = object.path("unlisted").asText();
        }
      }
    }
    return new DeclaredData(files, unlisted);
  }

  /** Those that the run never opened to read, by any name that the trace tells. */
  public List<DataFile> unusedBy(RunGraph graph) {
    Set<ByteString> read = new HashSet<>();
    for (FileHistory file : graph.files()) {
      for (FileVersion version : file.versions()) {
        for (FileUse use : version.readers()) {
          read.add(use.path());
          read.add(file.path());
        }
      }
    }
    for (Execution execution : graph.executions()) {
      if (execution.exec() != null) {
        read.add(execution.exec().path());
      }
    }
    return files.stream().filter(file -> !read.contains(file.path())).toList();
  }
}
