package org.wholetale.recordedrun.recorder;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ManifestFile;

/**
 * Puts finished files into the archive, one after another on a thread of its own, and tries again
 * for as long as it may.
 */
final class Uploader implements AutoCloseable {

  /**
   * A file to upload.
   *
   * @param path its path in the archive
   * @param ours whether it lies in the spool, so that it goes once it is uploaded
   */
  record Upload(Path file, String path, String mediaType, boolean ours) {}

  /**
   * What came of it.
   *
   * @param files all that belong into the manifest, uploaded or not
   * @param missing the paths of those that are not in the archive
   * @param problem why; null where none is missing
   */
  record Result(List<ManifestFile> files, List<String> missing, @Nullable String problem) {}

  private static final Upload END = new Upload(Path.of(""), "", "", false);
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  private final ArchiveStore store;
  private final BlockingQueue<Upload> queue = new LinkedBlockingQueue<>();
  private final List<ManifestFile> files = new ArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
  private final AtomicReference<@Nullable Upload> current = new AtomicReference<>();
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().name("uploads").unstarted(this::run);
  private final RetryPolicy<Object> retries =
      untilItWorks()
          .onRetry(event -> failed(String.valueOf(event.getLastException().getMessage())))
          .build();

  private Uploader(ArchiveStore store) {
    this.store = store;
  }

  /** How a store that is away is tried again: more and more slowly, without end. */
  static RetryPolicyBuilder<Object> untilItWorks() {
    return RetryPolicy.builder()
        .handle(IOException.class)
        .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(3))
        .withJitter(0.2)
        .withMaxRetries(-1);
  }

  /** Begins to upload into the store. */
  static Uploader start(ArchiveStore store) {
    Uploader uploader = new Uploader(store);
    uploader.thread.start();
    return uploader;
  }

  /** Has a file uploaded after those before it; it must not change any more. */
  void submit(Upload upload) {
    queue.add(upload);
  }

  /** Has a file told as missing that could not even be read. */
  void refuse(String path, Exception why) {
    refused.add(path);
    refusal.compareAndSet(null, path + " cannot be archived: " + why.getMessage());
  }

  /** Gives up what is not uploaded yet. */
  @Override
  public void close() {
    thread.interrupt();
  }

  /** Why the last attempt failed; null where it did not. */
  @Nullable String problem() {
    return problem.get();
  }

  /**
   * Waits until everything submitted is in the archive, or the time is over. Nothing can be
   * submitted afterwards.
   */
  Result finish(Duration patience) throws InterruptedException, IOException {
    queue.add(END);
    thread.join(patience);
    thread.interrupt();
    thread.join();
    List<Upload> left = new ArrayList<>();
    Upload interrupted = current.get();
    if (interrupted != null) {
      left.add(interrupted);
    }
    queue.drainTo(left);
    left.remove(END);
    List<ManifestFile> all = new ArrayList<>(files);
    List<String> missing = new ArrayList<>(refused);
    for (Upload upload : left) {
      all.add(ManifestFile.of(upload.file(), upload.path(), upload.mediaType()));
      missing.add(upload.path());
    }
    return new Result(all, missing, missing.isEmpty() ? null : whyMissing(patience));
  }

  private String whyMissing(Duration patience) {
    if (refusal.get() != null) {
      return String.valueOf(refusal.get());
    }
    String why = problem.get();
    return why == null
        ? "%s gives no answer within the %d s there were"
            .formatted(store.location(), patience.toSeconds())
        : why;
  }

  private void run() {
    try {
      for (Upload upload = queue.take(); !upload.equals(END); upload = queue.take()) {
        current.set(upload);
        put(upload);
        current.set(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (FailsafeException e) {
      // Interrupted between two attempts: the time is over.
      LOG.atInfo()
          .addKeyValue("archive", store.location())
          .log("uploading ended before all was there");
    }
  }

  private void put(Upload upload) {
    ManifestFile file;
    try {
      file = ManifestFile.of(upload.file(), upload.path(), upload.mediaType());
      Failsafe.with(retries).run(() -> store.put(file.path(), upload.file(), file.sha256()));
    } catch (FailsafeException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Nothing that trying again would mend: the file cannot be read, or not be stored by its
      // name.
      refuse(upload.path(), e);
      return;
    }
    problem.set(null);
    files.add(file);
    if (upload.ours()) {
      discard(upload.file());
    }
  }

  private static void discard(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("stays in the spool");
    }
  }

  private void failed(String why) {
    if (!why.equals(problem.getAndSet(why))) {
      LOG.atWarn()
          .addKeyValue("archive", store.location())
          .addKeyValue("problem", why)
          .log("retrying");
    }
  }
}
