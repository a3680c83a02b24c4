package org.wholetale.recordedrun.operator;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRecovery;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTrace;

/** Archives that are recovered when, and as, a test says; empty ones unless it does. */
final class FakeArchives implements ArchiveRecovery {

  private final List<ArchiveLocation> asked = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Optional<CommittedManifest>> answer =
      CompletableFuture.completedFuture(Optional.empty());

  @Override
  public Optional<CommittedManifest> close(
      ArchiveLocation archive, Map<String, String> environment, @Nullable String imageDigest)
      throws IOException {
    asked.add(archive);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Whose recovery was asked for, as often as it was. */
  List<ArchiveLocation> asked() {
    return List.copyOf(asked);
  }

  /** From now on recovering takes until there is an answer. */
  void takeTime() {
    answer = new CompletableFuture<>();
  }

  /** What recovering comes to, for those that wait for it and from now on. */
  void answer(@Nullable CommittedManifest manifest) {
    CompletableFuture<Optional<CommittedManifest>> waiting = answer;
    answer = CompletableFuture.completedFuture(Optional.ofNullable(manifest));
    waiting.complete(Optional.ofNullable(manifest));
  }

  /** What is made of an archive with seven events, and none of its recorder's. */
  static CommittedManifest recovered() {
    return manifest(new ManifestRecovery(Instant.EPOCH, List.of()));
  }

  /** What a recorder has written that could not tell of it. */
  static CommittedManifest whole() {
    return manifest(null);
  }

  private static CommittedManifest manifest(@Nullable ManifestRecovery recovery) {
    boolean whole = recovery == null;
    try {
      return CommittedManifest.of(
          new Manifest(
                  Manifest.FORMAT_VERSION,
                  new ManifestRun("tales", "hello", "0-1-2", null, null, null, null, null),
                  List.of("sh", "run.sh"),
                  null,
                  null,
                  null,
                  null,
                  new ManifestTrace(
                      Instant.EPOCH,
                      whole,
                      7,
                      whole ? (Long) 0L : null,
                      0,
                      whole ? List.of() : List.of(new ManifestGap(9, null, "lost", null)),
                      null,
                      1,
                      null,
                      null,
                      0,
                      0,
                      List.of(),
                      List.of()),
                  new ManifestRecorder("0.1.0", "0.23.2", "6.12.0", List.of(), null, null),
                  recovery,
                  List.of(),
                  List.of())
              .toJson());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
