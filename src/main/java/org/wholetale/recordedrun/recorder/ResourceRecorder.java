package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what a tale uses: when it is found, every five seconds, and at its end. Looks more often
 * than it notes, since the tale's control groups may go away with the tale, and then the last look
 * has to do. Writes nothing where there is nothing to read.
 */
final class ResourceRecorder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResourceRecorder.class);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration NOTE = Duration.ofSeconds(5);
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final int BYTES_PER_KIB = 1024;

  private final Path file;
  private final TraceStart start;
  private final Clock clock;
  private final Supplier<List<Cgroup>> groups;
  private final @Nullable Long machineMemory = machineMemory();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("resources").daemon().factory());

  private AccountFiles accounts = new AccountFiles(Map.of());
  private @Nullable LineFile lines;
  private @Nullable ResourceSample latest;
  private @Nullable ResourceSample noted;
  private boolean failed;
  private boolean closed;

  /**
   * @param file where to note it; gone on with where an earlier recorder began it
   * @param groups those of the tale, in every hierarchy that counts something of it; none as long
   *     as they are not known
   */
  ResourceRecorder(Path file, TraceStart start, Clock clock, Supplier<List<Cgroup>> groups) {
    this.file = file;
    this.start = start;
    this.clock = clock;
    this.groups = groups;
  }

  /** Looks from now on by itself, until it is closed. */
  ResourceRecorder begin() {
    var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** Looks once, and notes what it sees where that is due. */
  synchronized void look() {
    if (failed || closed) {
      return;
    }
    if (accounts.isEmpty()) {
      accounts = AccountFiles.in(groups.get());
    }
    ResourceSample sample =
        ResourceSample.parse(start.since(clock.instant()), accounts.read(), machineMemory);
    if (sample.isEmpty()) {
      return;
    }
    latest = sample;
    if (noted == null || sample.t() - noted.t() >= NOTE.toNanos()) {
      note(sample);
    }
  }

  /** Notes how things stand at last, and ends. */
  @Override
  public void close() {
    thread.shutdown();
    conclude();
  }

  private synchronized void conclude() {
    look();
    if (latest != null && !latest.equals(noted) && !failed && !closed) {
      note(latest);
    }
    closed = true;
    if (lines != null) {
      try {
        lines.close();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** The figures are not worth the trace: a recording goes on without them. */
  private void note(ResourceSample sample) {
    try {
      LineFile to = lines;
      if (to == null) {
        to = lines = LineFile.open(file);
      }
      to.add(sample.toJson());
      noted = sample;
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException problem) {
    failed = true;
    LOG.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("problem", problem.toString())
        .log("resources are not noted any more");
  }

  private static @Nullable Long machineMemory() {
    try {
      return new ControlFiles(Map.of("meminfo", Files.readString(MEMINFO).replace(" kB", "")))
          .keyed("meminfo", "MemTotal:")
          .map(kib -> kib.multiply(BigDecimal.valueOf(BYTES_PER_KIB)).longValue())
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
