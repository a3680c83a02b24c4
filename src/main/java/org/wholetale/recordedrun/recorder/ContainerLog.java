package org.wholetale.recordedrun.recorder;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * A line of a container's log file as the container runtime writes it: {@code TIME STREAM TAG
 * TEXT}, where tag F ends a line of the container's output and P does not.
 *
 * @see "kubernetes/cri-api, the log format of the container runtime interface"
 */
record ContainerLog(Instant time, Stream stream, ByteString text) {

  /** Parses a line of the file, without its newline; empty for one that is none. */
  static Optional<ContainerLog> parse(ByteString line) {
    int time = indexOfSpace(line, 0);
    int stream = indexOfSpace(line, time + 1);
    int tag = indexOfSpace(line, stream + 1);
    if (time < 0 || stream < 0 || tag < 0) {
      return Optional.empty();
    }
    try {
      Instant instant = OffsetDateTime.parse(line.substring(0, time).toString()).toInstant();
      Stream which =
          line.substring(time + 1, stream).toString().equals("stderr")
              ? Stream.STDERR
              : Stream.STDOUT;
      ByteString text = line.substring(tag + 1, line.length());
      boolean full = line.byteAt(stream + 1) == 'F';
      return Optional.of(
          new ContainerLog(instant, which, full ? text.concat(ByteString.of("\n")) : text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static int indexOfSpace(ByteString text, int from) {
    for (int i = Math.max(from, 0); i < text.length(); i++) {
      if (text.byteAt(i) == ' ') {
        return i;
      }
    }
    return -1;
  }
}
