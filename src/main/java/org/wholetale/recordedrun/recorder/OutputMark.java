package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * How far a tale's output was taken from the container's log, and what came of that: where the next
 * recorder goes on.
 *
 * @param log the inode of the log file; a rotated one keeps it
 * @param offset how many bytes of that file were taken
 * @param stdout how many bytes of stdout that made
 * @param stderr how many bytes of stderr that made
 * @param segment the number of the segment that the next piece goes into
 * @param lines how many pieces are in it already
 */
record OutputMark(long log, long offset, long stdout, long stderr, int segment, int lines) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Optional<OutputMark> read(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(MAPPER.readValue(file.toFile(), OutputMark.class))
        : Optional.empty();
  }

  /** Replaces what the file says, in one step. */
  void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    MAPPER.writeValue(next.toFile(), this);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
