package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.SegmentName;

/**
 * The folder where a run lies until it is archived: below {@code archive/} in the archive's own
 * layout, beside it what is needed to finish the job later.
 *
 * @param folder made when recording begins
 */
public record Spool(Path folder) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What was asked for, for the one who finishes the job. */
  public Path request() {
    return folder.resolve("request.json");
  }

  /**
   * Makes the spool, and keeps others from it until the result is closed.
   *
   * @throws RecorderException where somebody else has it
   */
  public Closeable claim() throws RecorderException, IOException {
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new RecorderException(
          "another recorder still writes into %s: wait until it has ended".formatted(folder));
    }
    return lock;
  }

  /** Where a file of the archive lies before it is uploaded. */
  public Path inArchive(String path) {
    return folder.resolve("archive").resolve(path);
  }

  /** Where a file of the archive is kept beyond its upload, to be written back. */
  Path held(String path) {
    return folder.resolve("held").resolve(path);
  }

  /** The path in the archive of a file that lies in the spool. */
  String pathOf(Path file) {
    return inArchive("").relativize(file).toString();
  }

  /** The paths of all segments of a folder of the archive that lie in the spool, sorted. */
  List<String> segments(String folder) throws IOException {
    return paths(folder).stream().filter(path -> SegmentName.parse(path).isPresent()).toList();
  }

  /** The paths of all files below a folder of the archive that lie in the spool, sorted. */
  List<String> paths(String folder) throws IOException {
    Path below = inArchive(folder);
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(this::pathOf)
          .sorted()
          .toList();
    }
  }

  /** The manifest, once all else is known. */
  public Path manifest() {
    return inArchive(Manifest.FILE_NAME);
  }

  /** What the recorder notes of its work. */
  Path journal() {
    return folder.resolve("journal.ndjson");
  }

  /** How far the tale's output was taken. */
  Path outputMark() {
    return folder.resolve("output.json");
  }

  Path program() {
    return folder.resolve("program.bt");
  }

  /**
   * @param request its command redacted
   */
  void prepare(RecordingRequest request) throws IOException {
    Files.createDirectories(folder.resolve("archive"));
    MAPPER.writeValue(request().toFile(), request.withoutSecrets());
  }

  /** The request that the spool was made for. */
  public RecordingRequest readRequest() throws IOException {
    return MAPPER.readValue(request().toFile(), RecordingRequest.class);
  }
}
