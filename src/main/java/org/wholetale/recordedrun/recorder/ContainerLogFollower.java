package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Follows the log files that the container runtime writes for the tale, byte by byte. The kubelet
 * renames a long one and has the runtime begin another; for a moment the runtime still writes into
 * the old one, so that one is left only when it has been quiet for a while.
 *
 * <p>Not safe for use by several threads at once.
 *
 * @see "kubernetes, pkg/kubelet/logs/container_log_manager.go"
 */
final class ContainerLogFollower implements AutoCloseable {

  private static final String CURRENT = "0.log";
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** After so much there is a mark, even in the middle of a flood. */
  private static final int BETWEEN_MARKS = 4 << 20;

  private final Path folder;
  private final OutputRecorder output;
  private final Clock clock;
  private final Deque<LogFile> files = new ArrayDeque<>();
  private @Nullable Instant quietSince;

  /**
   * @param folder the one that the kubelet has for the container; need not be there yet
   * @param mark where to go on; null to begin
   */
  ContainerLogFollower(Path folder, OutputRecorder output, Clock clock, @Nullable OutputMark mark)
      throws IOException {
    this.folder = folder;
    this.output = output;
    this.clock = clock;
    if (mark != null) {
      openFrom(mark);
    }
  }

  /** Takes what has come since the last call. */
  void poll() throws IOException {
    openNewest();
    while (!files.isEmpty()) {
      LogFile file = files.getFirst();
      if (takeAll(file)) {
        quietSince = null;
      }
      if (files.size() == 1 || !isQuiet()) {
        break;
      }
      leave(file);
    }
    output.tick();
  }

  /** Takes the rest; nothing writes into the log any more. */
  @Override
  public void close() throws IOException {
    openNewest();
    while (!files.isEmpty()) {
      takeAll(files.getFirst());
      leave(files.getFirst());
    }
  }

  private boolean isQuiet() {
    Instant now = clock.instant();
    if (quietSince == null) {
      quietSince = now;
    }
    return !now.isBefore(quietSince.plus(QUIET));
  }

  private void leave(LogFile file) throws IOException {
    files.removeFirst();
    file.close();
    quietSince = null;
  }

  /** A new file is opened as soon as it shows: it may be renamed, packed and removed any time. */
  private void openNewest() throws IOException {
    Path newest = folder.resolve(CURRENT);
    try {
      if (files.isEmpty() || files.getLast().inode() != LogFile.inodeOf(newest)) {
        files.addLast(LogFile.open(newest));
      }
    } catch (NoSuchFileException e) {
      // The container has not started, or the runtime is about to begin another file.
    }
  }

  private void openFrom(OutputMark mark) throws IOException {
    boolean found = false;
    for (Path path : logFiles()) {
      LogFile file = LogFile.open(path);
      if (file.inode() == mark.log()) {
        found = true;
        file.startAt(mark.offset());
        while (!files.isEmpty()) {
          files.removeFirst().close();
        }
      }
      files.addLast(file);
    }
    if (!found) {
      output.fail("some of the output was rotated away while no recorder was there");
    }
  }

  /** The container's log files as far as they can be read, the oldest first. */
  private List<Path> logFiles() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, CURRENT + "*")) {
      // Rotated ones bear the time in their name, packed ones .gz or .tmp behind that.
      return StreamSupport.stream(all.spliterator(), false)
          .filter(path -> !path.toString().endsWith(".gz") && !path.toString().endsWith(".tmp"))
          .sorted(
              Comparator.comparing((Path path) -> path.endsWith(CURRENT))
                  .thenComparing(Path::toString))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Returns whether there was anything. */
  private boolean takeAll(LogFile file) throws IOException {
    boolean any = false;
    int unmarked = 0;
    for (int read = file.read(); read > 0; read = file.read()) {
      any = true;
      unmarked += read;
      for (ByteString line = file.nextLine(); line != null; line = file.nextLine()) {
        ContainerLog entry = ContainerLog.parse(line).orElse(null);
        if (entry != null) {
          output.write(entry.stream(), entry.text(), entry.time());
        }
      }
      if (unmarked >= BETWEEN_MARKS) {
        output.mark(file.inode(), file.taken());
        output.tick();
        unmarked = 0;
      }
    }
    if (unmarked > 0) {
      output.mark(file.inode(), file.taken());
    }
    return any;
  }
}
