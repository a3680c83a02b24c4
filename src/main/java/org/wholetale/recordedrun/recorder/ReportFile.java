package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.wholetale.recordedrun.api.RecorderReport;

/**
 * The recorder's termination message, kept current, since what is in the file is reported even when
 * the recorder is killed. The file is a mount of its own and cannot be replaced, so it is written
 * in place, in one piece, and is a whole report at any moment.
 */
record ReportFile(Path file) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Whether a recorder has written into it. */
  boolean isWritten() throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  void write(RecorderReport report) throws IOException {
    byte[] json = MAPPER.writeValueAsBytes(report);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Blanks over the end of a longer one: JSON does not mind them.
      byte[] padded = Arrays.copyOf(json, (int) Math.max(json.length, channel.size()));
      Arrays.fill(padded, json.length, padded.length, (byte) ' ');
      channel.write(ByteBuffer.wrap(padded));
      channel.truncate(json.length);
    }
  }
}
