package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.ArchiveStore;

/**
 * What is asked of a recorder, and where it finds and leaves things.
 *
 * @param request its command is redacted, whatever it was
 * @param proc the {@code /proc} in which the tale's processes are seen
 * @param folders the tale's folders that are elsewhere here, by the tale's path
 * @param imageDigest the file that tells what the tale's image is, once that is known; null where
 *     there is no image
 * @param log the folder of the log of the tale's container; null where its output comes by {@link
 *     RunRecorder#output}
 * @param runFolder null where nothing is written back
 * @param signing null where the archive is not signed
 */
public record RunSetup(
    RecordingRequest request,
    Spool spool,
    ArchiveStore store,
    Path proc,
    Map<String, Path> folders,
    @Nullable Path imageDigest,
    @Nullable Path log,
    @Nullable RunFolder runFolder,
    @Nullable RunSigning signing,
    Clock clock) {

  /**
   * One without a pod: this machine's processes, and output that comes by {@link
   * RunRecorder#output}.
   */
  public static RunSetup onThisMachine(
      RecordingRequest request,
      Spool spool,
      ArchiveStore store,
      Map<String, Path> folders,
      @Nullable RunSigning signing,
      Clock clock) {
    return new RunSetup(
        request, spool, store, Path.of("/proc"), folders, null, null, null, signing, clock);
  }

  public RunSetup {
    folders = Map.copyOf(folders);
    // What nobody has, nobody can write.
    request = Redactor.of(request.recording().redactOrDefault()).redact(request);
  }

  /** Takes secrets out of what is to be written. */
  Redactor redactor() {
    return Redactor.of(request.recording().redactOrDefault());
  }

  /** What closes the archive. */
  CommitRecord commitRecord() {
    return new CommitRecord(store, signing == null ? null : new ManifestSeal(store, signing.key()));
  }

  /** What the tale's image is; null as long as nobody has told. */
  @Nullable String readImageDigest() {
    try {
      String digest = imageDigest == null ? "" : Files.readString(imageDigest).strip();
      return digest.isEmpty() ? null : digest;
    } catch (IOException e) {
      return null;
    }
  }
}
