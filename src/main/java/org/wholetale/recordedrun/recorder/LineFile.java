package org.wholetale.recordedrun.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file that is written line by line, by one process after another: each goes on after the last
 * whole line. Not safe for use by several threads at once.
 */
final class LineFile implements Closeable {

  private final FileChannel file;

  private LineFile(FileChannel file) {
    this.file = file;
  }

  /** Opens the file to go on with it, without a line that was cut off; made if it is not there. */
  static LineFile open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(wholeLines(file).length);
    channel.position(channel.size());
    return new LineFile(channel);
  }

  /** What the file holds, without a line that was cut off. */
  static byte[] wholeLines(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** Adds a line; it outlives this process once this returns. */
  void add(String text) throws IOException {
    long before = file.position();
    ByteBuffer line = ByteBuffer.wrap((text + "\n").getBytes(UTF_8));
    try {
      while (line.hasRemaining()) {
        file.write(line);
      }
    } catch (IOException e) {
      // Half a line would hide all that come after it.
      file.truncate(before);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
