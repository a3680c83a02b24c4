package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tale's output, taken from the container's log on a thread of its own. */
final class FollowedOutput implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FollowedOutput.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final OutputRecorder output;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  private FollowedOutput(ContainerLogFollower log, OutputRecorder output) {
    this.output = output;
    this.thread = Thread.ofPlatform().daemon().name("output").unstarted(() -> follow(log));
  }

  /**
   * Begins to take it.
   *
   * @param folder the container's log folder
   * @param mark where to go on; null to begin
   */
  static FollowedOutput start(
      Path folder, OutputRecorder output, Clock clock, @Nullable OutputMark mark)
      throws IOException {
    FollowedOutput followed =
        new FollowedOutput(new ContainerLogFollower(folder, output, clock, mark), output);
    followed.thread.start();
    return followed;
  }

  private void follow(ContainerLogFollower log) {
    try (log) {
      do {
        log.poll();
      } while (!end.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.atError().setCause(e).log("output is cut off");
      output.fail("stdout and stderr are cut off: " + e.getMessage());
    }
  }

  /** Takes no more. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the rest; the tale must have ended. */
  void end() throws InterruptedException {
    end.countDown();
    thread.join();
  }
}
