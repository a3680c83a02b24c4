package org.wholetale.recordedrun.recorder;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ManifestFile;

/**
 * Brings finished files of the spool into the archive, one after another on a thread of its own,
 * and tries again for as long as it may. A file has the same path in both.
 */
final class Uploader implements AutoCloseable {

  /**
   * What came of it.
   *
   * @param files all that belong into the manifest, uploaded or not
   * @param missing the paths of those that are not in the archive
   * @param problem why; null where none is missing
   */
  record Result(List<ManifestFile> files, List<String> missing, @Nullable String problem) {

    /** The same for who can do without the files that are missing. */
    Result withoutMissing() {
      return new Result(
          files.stream().filter(file -> !missing.contains(file.path())).toList(), List.of(), null);
    }
  }

  private static final String END = "";

  /** No path either: all before it is done. */
  private static final String MARK = "/";

  /** A request that nobody answers is not interrupted, and ends later than one could wait. */
  private static final Duration AFTER_INTERRUPTION = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  private final Spool spool;
  private final ArchiveStore store;
  private final Journal journal;
  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final Set<String> submitted = new ConcurrentSkipListSet<>();
  private final Map<String, ManifestFile> descriptions = new ConcurrentHashMap<>();
  private final Map<String, ManifestFile> files = new LinkedHashMap<>();
  private final Semaphore marks = new Semaphore(0);
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
  private final AtomicReference<@Nullable String> current = new AtomicReference<>();
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private volatile boolean over;
  private final Thread thread = Thread.ofPlatform().daemon().name("uploads").unstarted(this::run);
  private final RetryPolicy<Object> retries =
      untilItWorks()
          .abortOn(_ -> over)
          .onRetry(event -> failed(String.valueOf(event.getLastException().getMessage())))
          .build();

  private Uploader(
      Spool spool, ArchiveStore store, Journal journal, Map<String, ManifestFile> uploaded) {
    this.spool = spool;
    this.store = store;
    this.journal = journal;
    files.putAll(uploaded);
    submitted.addAll(uploaded.keySet());
    descriptions.putAll(uploaded);
  }

  /** How a store that is away is tried again: more and more slowly, without end. */
  static RetryPolicyBuilder<Object> untilItWorks() {
    return RetryPolicy.builder()
        .handle(IOException.class)
        .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(3))
        .withJitter(0.2)
        .withMaxRetries(-1);
  }

  /**
   * Begins to upload into the store.
   *
   * @param journal told of each file that is there
   * @param uploaded what an earlier recorder has brought there; it is not uploaded again
   */
  static Uploader start(
      Spool spool, ArchiveStore store, Journal journal, Map<String, ManifestFile> uploaded) {
    Uploader uploader = new Uploader(spool, store, journal, uploaded);
    uploader.thread.start();
    return uploader;
  }

  /** Has a file uploaded after those before it, once; it must not change any more. */
  void submit(String path) {
    submitted.add(path);
    queue.add(path);
  }

  /**
   * All files that were submitted so far, uploaded or not, by path; without those that cannot be
   * read, which will be told as missing.
   */
  List<ManifestFile> submitted() {
    List<ManifestFile> all = new ArrayList<>();
    for (String path : submitted) {
      try {
        all.add(described(path));
      } catch (IOException | IllegalArgumentException e) {
        LOG.atDebug().addKeyValue("file", path).setCause(e).log("cannot be described");
      }
    }
    return all;
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
   * Waits until everything submitted until now is in the archive, or cannot be.
   *
   * @return what is there; empty where the time was over before
   */
  Optional<List<ManifestFile>> settle(Duration patience) throws InterruptedException {
    queue.add(MARK);
    if (!marks.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    synchronized (this) {
      return Optional.of(List.copyOf(files.values()));
    }
  }

  /**
   * Waits until everything submitted is in the archive, or the time is over. Nothing can be
   * submitted afterwards.
   */
  Result finish(Duration patience) throws InterruptedException, IOException {
    queue.add(END);
    thread.join(patience);
    thread.interrupt();
    thread.join(AFTER_INTERRUPTION);
    return result(patience);
  }

  /** What comes into the archive from now on is told as missing. */
  private synchronized Result result(Duration patience) throws IOException {
    over = true;
    Set<String> left = new LinkedHashSet<>(); // what was submitted twice is missing once
    String interrupted = current.get();
    if (interrupted != null) {
      left.add(interrupted);
    }
    queue.drainTo(left);
    left.removeIf(path -> path.equals(END) || path.equals(MARK) || files.containsKey(path));
    List<ManifestFile> all = new ArrayList<>(files.values());
    List<String> missing = new ArrayList<>(refused);
    for (String path : left) {
      all.add(described(path));
      missing.add(path);
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
      for (String path = queue.take(); !path.equals(END); path = queue.take()) {
        if (path.equals(MARK)) {
          marks.release();
          continue;
        }
        current.set(path);
        if (!files.containsKey(path)) {
          put(path);
        }
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

  private void put(String path) {
    ManifestFile file;
    try {
      file = described(path);
      Failsafe.with(retries).run(() -> store.put(path, spool.inArchive(path), file.sha256()));
    } catch (FailsafeException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Nothing that trying again would mend: the file cannot be read, or not be stored by its
      // name.
      refuse(path, e);
      return;
    }
    note(path, file);
  }

  private synchronized void note(String path, ManifestFile file) {
    if (over) {
      return;
    }
    problem.set(null);
    files.put(path, file);
    try {
      journal.add(new Journal.Uploaded(file));
      Files.delete(spool.inArchive(path));
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", path).setCause(e).log("stays in the spool");
    }
  }

  private ManifestFile described(String path) throws IOException {
    ManifestFile known = descriptions.get(path);
    if (known != null) {
      return known;
    }
    try {
      ManifestFile file = ManifestFile.of(spool.inArchive(path), path, MediaType.of(path));
      descriptions.put(path, file);
      return file;
    } catch (NoSuchFileException e) {
      ManifestFile uploaded = descriptions.get(path); // meanwhile, by the other thread
      if (uploaded == null) {
        throw e;
      }
      return uploaded;
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
