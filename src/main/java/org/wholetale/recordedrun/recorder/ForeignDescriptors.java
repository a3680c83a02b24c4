package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** The open descriptors of another process. */
final class ForeignDescriptors {

  private ForeignDescriptors() {}

  /**
   * Lends each of a kind, as descriptors of our own, to be used until the action returns; none
   * where the kernel does not let it.
   *
   * @param link what {@code /proc/PID/fd} shows of the kind, such as {@code anon_inode:bpf-map}
   */
  static void lend(long pid, String link, IntConsumer action) throws IOException {
    int process = LinuxCalls.pidfdOpen(pid);
    if (process < 0) {
      return;
    }
    try {
      for (int descriptor : ofKind(pid, link)) {
        lend(process, descriptor, action);
      }
    } finally {
      LinuxCalls.close(process);
    }
  }

  /** Lends one by its number. */
  static void lendOne(long pid, int descriptor, IntConsumer action) {
    int process = LinuxCalls.pidfdOpen(pid);
    if (process >= 0) {
      try {
        lend(process, descriptor, action);
      } finally {
        LinuxCalls.close(process);
      }
    }
  }

  private static void lend(int process, int descriptor, IntConsumer action) {
    int own = LinuxCalls.pidfdGetfd(process, descriptor);
    if (own >= 0) {
      try {
        action.accept(own);
      } finally {
        LinuxCalls.close(own);
      }
    }
  }

  private static List<Integer> ofKind(long pid, String link) throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return links
          .filter(path -> isOfKind(path, link))
          .map(path -> Integer.valueOf(String.valueOf(path.getFileName())))
          .toList();
    }
  }

  private static boolean isOfKind(Path path, String link) {
    try {
      return Files.readSymbolicLink(path).toString().equals(link);
    } catch (IOException e) {
      return false; // closed since
    }
  }
}
