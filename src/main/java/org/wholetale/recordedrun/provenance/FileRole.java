package org.wholetale.recordedrun.provenance;

import java.util.Locale;
import java.util.Map;
import org.wholetale.recordedrun.trace.ByteString;

/** What a file is to a run, by where it lies. */
public enum FileRole {
  WORKSPACE,
  DATA,
  /** Came with the container's image. */
  IMAGE,
  /** Gone when the container is. */
  SCRATCH,
  /** Not a file on any disk. */
  KERNEL;

  private static final Map<String, FileRole> FIXED =
      Map.of(
          "/tmp", SCRATCH,
          "/var/tmp", SCRATCH,
          "/dev/shm", SCRATCH,
          "/run", SCRATCH,
          "/proc", KERNEL,
          "/sys", KERNEL,
          "/dev", KERNEL);

  /**
   * The role of a path: that of the longest of the folders that it lies below.
   *
   * @param folders the run's own folders; they count before fixed ones of the same name
   */
  public static FileRole of(ByteString path, RunFolders folders) {
    String text = path.toString();
    if (!text.startsWith("/")) {
      // memfd:name, pipe:[4711]: in no folder at all
      return KERNEL;
    }
    FileRole role = IMAGE;
    int longest = -1;
    for (Map.Entry<String, FileRole> fixed : FIXED.entrySet()) {
      int length = lengthIfBelow(text, fixed.getKey());
      if (length > longest) {
        longest = length;
        role = fixed.getValue();
      }
    }
    if (lengthIfBelow(text, folders.workspace()) >= Math.max(longest, 0)) {
      longest = lengthIfBelow(text, folders.workspace());
      role = WORKSPACE;
    }
    String data = folders.data();
    if (data != null && lengthIfBelow(text, data) >= Math.max(longest, 0)) {
      role = DATA;
    }
    return role;
  }

  /** The role as the archive's {@code files.ndjson} spells it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static int lengthIfBelow(String path, String folder) {
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    return path.length() > prefix.length() && path.startsWith(prefix) ? prefix.length() - 1 : -1;
  }
}
