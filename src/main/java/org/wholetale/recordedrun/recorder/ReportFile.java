package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wholetale.recordedrun.api.RecorderReport;

/**
 * The recorder's termination message, kept current, since what is in the file is reported even when
 * the recorder is killed.
 */
record ReportFile(Path file) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  void write(RecorderReport report) throws IOException {
    // Written in place: the file is a mount of its own and cannot be replaced.
    Files.write(file, MAPPER.writeValueAsBytes(report));
  }
}
