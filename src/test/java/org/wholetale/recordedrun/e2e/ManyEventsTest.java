package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.Verification;

/**
 * A run of very many events: a generator stands in for bpftrace and the kernel. {@code
 * -Devents=10000000} makes it ten million.
 */
class ManyEventsTest {

  private static final long EVENTS = Long.getLong("events", 1_000_000);

  @TempDir Path folder;

  @Test
  void howManyEventsThereAreDoesNotMatterToTheRecordersMemory() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.move(CompiledProgram.of("kernel", folder), bin.resolve("bpftrace"));
    Path done = folder.resolve("done");
    Instant start = Instant.now();
    long peak;
    Duration taken;
    Verification verification;
    try (Recordedrun.Running recorder =
        Recordedrun.in(folder)
            .with(
                Map.of(
                    "PATH", bin + ":" + System.getenv("PATH"),
                    "EVENTS", Long.toString(EVENTS),
                    "DONE", done.toString()))
            .startRecording(
                "sh", "-c", "until [ -e \"$0\" ]; do sleep 0.1; done", done.toString())) {
      await()
          .atMost(Duration.ofMinutes(10))
          .until(() -> Files.exists(done) || !recorder.process().isAlive());
      taken = Duration.between(start, Instant.now());
      peak = peakKilobytes(recorder.process().pid());
      Recordedrun.Ended ended = recorder.await();
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      verification = verified(ended);
    }

    assertThat(verification.problems()).isEmpty();
    Manifest manifest = Objects.requireNonNull(verification.manifest());
    System.out.printf(
        "%,d events in %.1f s: %,.0f a second; the recorder's peak %d MiB%n",
        manifest.trace().events(),
        taken.toMillis() / 1e3,
        manifest.trace().events() * 1e3 / taken.toMillis(),
        peak / 1024);
    assertThat(manifest.trace().complete()).isTrue();
    assertThat(manifest.trace().events()).isGreaterThan(EVENTS * 9 / 10);
    assertThat(peak / 1024).as("MiB of a heap of 256").isLessThan(400);
  }

  /** Without reading the events into memory. */
  private Verification verified(Recordedrun.Ended ended) throws IOException {
    Path archive = Recording.onlyArchive(folder.resolve("archive"), ended);
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.of(archive), Map.of())) {
      return new ArchiveVerifier(store).verify();
    }
  }

  private static long peakKilobytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
