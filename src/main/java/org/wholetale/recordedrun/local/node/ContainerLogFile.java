package org.wholetale.recordedrun.local.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's log file, as a container runtime writes it: {@code TIME STREAM F|P TEXT}.
 *
 * @see "kubernetes/cri-api, the log format of the container runtime interface"
 */
final class ContainerLogFile implements AutoCloseable {

  /** Takes a container's output as well as the file. */
  @FunctionalInterface
  interface Listener {
    void output(String stream, byte[] bytes, int length);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ContainerLogFile.class);
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LONGEST_END = 2048;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  private final OutputStream file;
  private final Clock clock;
  private final Listener listener;

  /**
   * @param path the file; its folders are made if they are not there
   */
  ContainerLogFile(Path path, Clock clock, Listener listener) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    this.file = Files.newOutputStream(path);
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * The end of what such a file holds, as much as a kubelet takes for a container's last word.
   *
   * @see "kubernetes, pkg/kubelet/container: MaxContainerTerminationMessageLogLength"
   */
  static String end(Path path) throws IOException {
    StringBuilder text = new StringBuilder(); // of bytes, which may be no text
    try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
      lines.forEach(line -> {
        String[] fields = line.split(" ", 4);
        text.append(fields[3]).append(fields[2].equals("F") ? "\n" : "");
        text.delete(0, Math.max(0, text.length() - LONGEST_END));
      });
    }
    return new String(
        text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Copies a stream into the file, line by line, until it ends. */
  Thread copy(String stream, InputStream in) {
    // A virtual thread that reads a pipe holds one of the few that carry them all.
    return Thread.ofPlatform().daemon().name("log-" + stream).start(() -> copyAll(stream, in));
  }

  private void copyAll(String stream, InputStream in) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[LONGEST_LINE];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        listener.output(stream, buffer, n);
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            write(stream, 'F', line);
          } else {
            line.write(buffer[i]);
            if (line.size() == LONGEST_LINE) {
              write(stream, 'P', line);
            }
          }
        }
      }
      if (line.size() > 0) {
        write(stream, 'P', line);
      }
    } catch (IOException e) {
      LOG.atError().setCause(e).log("a container's {} is cut off", stream);
    }
  }

  private synchronized void write(String stream, char tag, ByteArrayOutputStream line)
      throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream(line.size() + 50);
    entry.writeBytes(
        "%s %s %c "
            .formatted(TIME.format(clock.instant()), stream, tag)
            .getBytes(StandardCharsets.UTF_8));
    line.writeTo(entry);
    entry.write('\n');
    line.reset();
    entry.writeTo(file);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
