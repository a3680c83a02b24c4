package org.wholetale.recordedrun.recorder;

import java.nio.file.Path;
import java.util.Map;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * Where the recorder sees the tale's files.
 *
 * @param folders the tale's folders that the recorder has elsewhere; all others are looked for
 *     under the same path
 */
record HostView(Map<String, Path> folders) {

  HostView {
    folders = Map.copyOf(folders);
  }

  /**
   * The recorder's path of one of the tale's; whether it is the same file, the caller must check.
   */
  Path locate(ByteString path) {
    String text = path.toString();
    return folders.entrySet().stream()
        .filter(folder -> text.startsWith(folder.getKey() + "/"))
        .findFirst()
        .map(folder -> folder.getValue().resolve(text.substring(folder.getKey().length() + 1)))
        .orElseGet(() -> Path.of(text));
  }
}
