package org.wholetale.recordedrun.recorder;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Follows the log file that the container runtime writes for the tale. When the file was rotated
 * the rest of the old one is read before the new one.
 */
final class ContainerLogFollower implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final OutputRecorder output;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable RandomAccessFile open;
  private @Nullable Object key;

  /**
   * @param file the current one, {@code 0.log}; need not be there yet
   */
  ContainerLogFollower(Path file, OutputRecorder output) {
    this.file = file;
    this.output = output;
  }

  /** Reads what has come since the last call. */
  synchronized void poll() throws IOException {
    RandomAccessFile current = open;
    if (current != null) {
      readAll(current);
    }
    Object newKey = keyOf(file);
    if (newKey != null && !newKey.equals(key)) {
      if (current != null) {
        readAll(current);
        current.close();
      }
      try {
        RandomAccessFile next = new RandomAccessFile(file.toFile(), "r");
        open = next;
        key = newKey;
        readAll(next);
      } catch (FileNotFoundException e) {
        // rotated again this moment: the next call finds it
        open = null;
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    poll();
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private static @Nullable Object keyOf(Path file) throws IOException {
    return Files.exists(file) ? Files.getAttribute(file, "unix:ino") : null;
  }

  private void readAll(RandomAccessFile in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          var entry = ContainerLog.parse(ByteString.copyOf(line.toByteArray()));
          line.reset();
          if (entry.isPresent()) {
            output.write(entry.get().stream(), entry.get().text(), entry.get().time());
          }
        } else {
          line.write(buffer[i]);
        }
      }
    }
  }
}
