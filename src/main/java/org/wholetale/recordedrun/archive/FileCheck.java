package org.wholetale.recordedrun.archive;

import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.BAD_SEGMENT;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.MISSING;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.SEQUENCE;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.SHA256;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.SIZE;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the files of one archive against what the manifest says of them. The segments of events
 * have to come in the order of their numbers.
 */
final class FileCheck {

  private final ArchiveStore store;
  private final EventSequence events = new EventSequence();

  FileCheck(ArchiveStore store) {
    this.store = store;
  }

  /**
   * Checks a file that is no segment: size and digest.
   *
   * @param stored what lies there; null where nothing does
   */
  Optional<VerificationProblem> plain(ManifestFile file, @Nullable StoredFile stored)
      throws IOException {
    return check(file, stored, content -> Optional.empty());
  }

  /** Checks a segment: size, digest, and what is in it. */
  Optional<VerificationProblem> segment(
      SegmentName name, ManifestFile file, @Nullable StoredFile stored) throws IOException {
    Optional<VerificationProblem> problem =
        check(file, stored, name.isEvents() ? this::readEvents : this::readOutput);
    if (name.isEvents() && problem.isPresent()) {
      events.skipSegment();
    }
    return problem;
  }

  /** Notes that a segment of events is not even listed. */
  void skipSegment() {
    events.skipSegment();
  }

  /** Checks, after all segments, how many events there were. */
  Optional<VerificationProblem> count(long expected) {
    return !events.isWhole() || events.count() == expected
        ? Optional.empty()
        : Optional.of(
            new VerificationProblem(
                SegmentName.EVENTS + "/",
                SEQUENCE,
                "there are %d events, the manifest says %d".formatted(events.count(), expected)));
  }

  private Optional<VerificationProblem> check(
      ManifestFile file, @Nullable StoredFile stored, ContentCheck contentCheck)
      throws IOException {
    String path = file.path();
    if (stored == null) {
      return problem(path, MISSING, "is missing, the manifest lists it");
    }
    if (stored.size() != file.size()) {
      return problem(
          path, SIZE, "size is %d, the manifest says %d".formatted(stored.size(), file.size()));
    }
    try (HashingInputStream in = new HashingInputStream(store.read(path))) {
      Optional<EventSequence.Wrong> wrong = contentCheck.apply(in);
      in.drain();
      String sha256 = in.sha256().hex();
      if (!sha256.equals(file.sha256())) {
        return problem(
            path, SHA256, "sha256 is %s, the manifest says %s".formatted(sha256, file.sha256()));
      }
      return wrong.map(w -> new VerificationProblem(path, w.kind(), w.what()));
    } catch (NoSuchFileException e) {
      return problem(path, MISSING, "went away while the archive was read");
    }
  }

  private Optional<EventSequence.Wrong> readEvents(InputStream in) throws IOException {
    return decompress(in, events::read);
  }

  private Optional<EventSequence.Wrong> readOutput(InputStream in) throws IOException {
    return decompress(
        in,
        lines -> {
          lines.transferTo(OutputStream.nullOutputStream());
          return Optional.empty();
        });
  }

  /** The stream stays open: what the decompressor leaves has to be hashed as well. */
  private static Optional<EventSequence.Wrong> decompress(InputStream in, ContentCheck check)
      throws IOException {
    try (InputStream lines = new ZstdInputStreamNoFinalizer(new UnclosedInputStream(in))) {
      return check.apply(lines);
    } catch (ZstdIOException e) {
      return Optional.of(
          new EventSequence.Wrong(BAD_SEGMENT, "cannot be decompressed (" + e.getMessage() + ")"));
    }
  }

  private static Optional<VerificationProblem> problem(
      String path, VerificationProblem.Kind kind, String what) {
    return Optional.of(new VerificationProblem(path, kind, what));
  }

  /** Reads a file's content and tells the first thing that is wrong with it. */
  private interface ContentCheck {
    Optional<EventSequence.Wrong> apply(InputStream content) throws IOException;
  }
}
