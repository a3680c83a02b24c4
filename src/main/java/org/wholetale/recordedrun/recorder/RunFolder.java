package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run's folder is seen here.
 *
 * @param folder that the workspace lies in
 * @param stoppedFor the file that tells for which reason the operator stops the run
 */
public record RunFolder(Path folder, Path stoppedFor) {

  /** Why the operator stopped the run; empty where it did not, or has not said so in time. */
  Optional<String> readStoppedFor() {
    try {
      return Optional.of(Files.readString(stoppedFor).strip()).filter(reason -> !reason.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
