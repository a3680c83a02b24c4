package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.wholetale.recordedrun.api.Recording;

/**
 * What differs between kernels, of all that the probes read.
 *
 * @param socketLengths whether it tells what goes through sockets (Linux 6.3)
 * @param ioUring whether it tells who sets up an io_uring
 * @param ioAccounting whether it counts what each thread reads and writes ({@code
 *     CONFIG_TASK_IO_ACCOUNTING})
 * @param fileReferences whether files count their references by a {@code file_ref_t} (Linux 6.13)
 */
record KernelFeatures(
    boolean socketLengths, boolean ioUring, boolean ioAccounting, boolean fileReferences) {

  private static final Path IO_ACCOUNT = Path.of("/proc/self/io");

  /** Those of the kernel that runs; what a recording does not go by is false. */
  static KernelFeatures of(Recording recording) throws RecorderException {
    return new KernelFeatures(
        recording.recordsNetwork() && Bpftrace.hasTracepoint("sock/sock_send_length"),
        Bpftrace.hasTracepoint("io_uring/io_uring_create"),
        Files.exists(IO_ACCOUNT),
        recording.recordsFiles() && hasType("file_ref_t"));
  }

  /** The names of types lie one after another among the kernel's own descriptions of them. */
  private static boolean hasType(String name) throws RecorderException {
    try {
      return Files.readString(Bpftrace.TYPES, StandardCharsets.ISO_8859_1)
          .contains("\0" + name + "\0");
    } catch (NoSuchFileException e) {
      throw Bpftrace.typesAreMissing();
    } catch (IOException e) {
      throw new RecorderException("the kernel's types cannot be read: " + e.getMessage(), e);
    }
  }
}
