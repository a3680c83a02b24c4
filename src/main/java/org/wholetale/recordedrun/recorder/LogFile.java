package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/** A file that is read line by line while somebody else writes it; it may be renamed meanwhile. */
final class LogFile implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final FileChannel channel;
  private final long inode;
  private byte[] buffer = new byte[CHUNK];
  private int from;
  private int to;
  private long taken;

  private LogFile(FileChannel channel, long inode) {
    this.channel = channel;
    this.inode = inode;
  }

  /**
   * Opens a file at its beginning.
   *
   * @throws java.nio.file.NoSuchFileException where there is none
   */
  static LogFile open(Path path) throws IOException {
    while (true) {
      long inode = inodeOf(path);
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      if (inode == inodeOf(path)) {
        return new LogFile(channel, inode);
      }
      // Renamed, and another in its place, between the two looks.
      channel.close();
    }
  }

  static long inodeOf(Path path) throws IOException {
    return (Long) Files.getAttribute(path, "unix:ino");
  }

  /** Goes on from there; nothing may have been read yet. */
  void startAt(long offset) throws IOException {
    channel.position(offset);
    taken = offset;
  }

  long inode() {
    return inode;
  }

  /** How many bytes were handed out as lines. */
  long taken() {
    return taken;
  }

  /** Reads on; returns how many bytes there were, at most 0 at the end of what is there. */
  int read() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = channel.read(ByteBuffer.wrap(buffer, to, buffer.length - to));
    to += Math.max(read, 0);
    return read;
  }

  /** The next whole line of what was read, without its newline; null where there is none. */
  @Nullable ByteString nextLine() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        ByteString line = ByteString.copyOf(buffer, from, i - from);
        taken += line.length() + 1;
        from = i + 1;
        return line;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
