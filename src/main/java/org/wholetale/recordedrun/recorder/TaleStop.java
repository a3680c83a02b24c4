package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the recorder's time from a tale that does not end when it is told to: after the tale's
 * grace it is killed, whole.
 *
 * @param stopping the file that is made when the tale is told to end
 * @param grace how long it has from then on
 */
record TaleStop(Path stopping, Duration grace, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(TaleStop.class);

  /** Kills it if it is time; may be called any number of times. */
  void check(RunRecorder recorder) throws IOException {
    if (!isDue()) {
      return;
    }
    Optional<Cgroup> tale = recorder.taleGroup();
    if (tale.isPresent() && tale.get().isPopulated()) {
      LOG.atInfo().addKeyValue("cgroup", tale.get().folder()).log("killing the tale");
      try {
        tale.get().kill();
      } catch (IOException e) {
        LOG.atWarn().addKeyValue("problem", e.getMessage()).log("the tale cannot be killed");
      }
    }
  }

  private boolean isDue() throws IOException {
    try {
      Instant since = Files.getLastModifiedTime(stopping).toInstant();
      return !clock.instant().isBefore(since.plus(grace));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
