package org.wholetale.recordedrun.recorder;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/** What a file is to a run, by where it lies. */
enum FileRole {
  WORKSPACE,
  DATA,
  /** Gone when the container is. */
  SCRATCH,
  /** Not a file on any disk. */
  KERNEL,
  IMAGE;

  private static final List<String> SCRATCH_FOLDERS =
      List.of("/tmp", "/var/tmp", "/dev/shm", "/run");
  private static final List<String> KERNEL_FOLDERS = List.of("/proc", "/sys", "/dev");

  /**
   * The role of a path.
   *
   * @param workspace where the tale has its workspace
   * @param data where it has its data; null where it has none
   */
  static FileRole of(ByteString path, String workspace, @Nullable String data) {
    String text = path.toString();
    if (isBelow(text, workspace)) {
      return WORKSPACE;
    }
    if (data != null && isBelow(text, data)) {
      return DATA;
    }
    if (SCRATCH_FOLDERS.stream().anyMatch(folder -> isBelow(text, folder))) {
      return SCRATCH;
    }
    if (KERNEL_FOLDERS.stream().anyMatch(folder -> isBelow(text, folder))) {
      return KERNEL;
    }
    return IMAGE;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean isBelow(String path, String folder) {
    return path.startsWith(folder + "/");
  }
}
