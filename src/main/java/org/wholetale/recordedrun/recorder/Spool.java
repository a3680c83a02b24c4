package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.Manifest;

/**
 * The folder where a run lies until it is archived: below {@code archive/} in the archive's own
 * layout, beside it what is needed to finish the job later.
 *
 * @param folder made by the one who owns it
 */
public record Spool(Path folder) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What was asked for, for the one who finishes the job. */
  public Path request() {
    return folder.resolve("request.json");
  }

  /** Where a file of the archive lies before it is uploaded. */
  public Path inArchive(String path) {
    return folder.resolve("archive").resolve(path);
  }

  /** The manifest, once all else is known. */
  public Path manifest() {
    return inArchive(Manifest.FILE_NAME);
  }

  Path program() {
    return folder.resolve("program.bt");
  }

  void prepare(RecordingRequest request) throws IOException {
    Files.createDirectories(folder.resolve("archive"));
    MAPPER.writeValue(request().toFile(), request);
  }

  /** The request that the spool was made for. */
  public RecordingRequest readRequest() throws IOException {
    return MAPPER.readValue(request().toFile(), RecordingRequest.class);
  }
}
