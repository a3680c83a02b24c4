package org.wholetale.recordedrun.archive;

import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.BAD_MANIFEST;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.MISSING;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.NO_MANIFEST;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.OTHER_MANIFEST;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.UNLISTED;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies one archive by reading all of it once: that it holds what its manifest lists and nothing
 * else, and that its segments are whole, readable and without holes. Memory does not grow with the
 * number of events.
 */
public final class ArchiveVerifier {

  private static final Set<String> NEVER_LISTED =
      Set.of(Manifest.FILE_NAME, Manifest.SIGNATURE_FILE_NAME, Manifest.LATE_FILE_NAME);

  private final ArchiveStore store;
  private final @Nullable Sha256 pin;

  /** Verifies the archive at the store's location. */
  public ArchiveVerifier(ArchiveStore store) {
    this(store, null);
  }

  /**
   * Verifies the archive at the store's location.
   *
   * @param pin what the manifest itself has to be, such as the run's status says; null where only
   *     the archive's agreement with itself is asked
   */
  public ArchiveVerifier(ArchiveStore store, @Nullable Sha256 pin) {
    this.store = store;
    this.pin = pin;
  }

  /**
   * Reads the archive.
   *
   * @throws IOException where the store does not answer; whatever is wrong with the archive itself
   *     is in the result
   */
  public Verification verify() throws IOException {
    List<VerificationProblem> problems = new ArrayList<>();
    Manifest manifest = readManifest(problems);
    if (manifest != null) {
      Map<String, StoredFile> stored = storedFiles();
      checkListed(manifest, stored, problems);
      checkUnlisted(manifest, stored.keySet(), problems);
    }
    return new Verification(store.location(), manifest, problems);
  }

  private @Nullable Manifest readManifest(List<VerificationProblem> problems) throws IOException {
    byte[] json;
    try (InputStream in = store.read(Manifest.FILE_NAME)) {
      json = in.readAllBytes();
    } catch (NoSuchFileException e) {
      problems.add(
          aboutManifest(
              NO_MANIFEST, "there is no manifest: the run is still going on or was cut off"));
      return null;
    }
    Sha256 actual = Sha256.of(json);
    if (pin != null && !actual.equals(pin)) {
      problems.add(
          aboutManifest(
              OTHER_MANIFEST, "sha256 is %s, expected was %s".formatted(actual.hex(), pin.hex())));
    }
    return parse(json, problems);
  }

  private static @Nullable Manifest parse(byte[] json, List<VerificationProblem> problems) {
    try {
      Manifest manifest = Manifest.parse(json);
      if (manifest.trace().complete() && !manifest.trace().missing().isEmpty()) {
        problems.add(
            aboutManifest(
                BAD_MANIFEST,
                "says that the trace is complete, and also that it is "
                    + manifest.trace().completeness()));
      }
      return manifest;
    } catch (IOException e) {
      problems.add(aboutManifest(BAD_MANIFEST, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private Map<String, StoredFile> storedFiles() throws IOException {
    return store.list().stream()
        .collect(Collectors.toMap(StoredFile::path, Function.identity(), (one, same) -> one));
  }

  private void checkListed(
      Manifest manifest, Map<String, StoredFile> stored, List<VerificationProblem> problems)
      throws IOException {
    SortedMap<SegmentName, ManifestFile> segments = new TreeMap<>();
    FileCheck check = new FileCheck(store);
    for (ManifestFile file : manifest.files()) {
      SegmentName name = SegmentName.parse(file.path()).orElse(null);
      if (name != null) {
        segments.put(name, file);
      } else {
        check.plain(file, stored.get(file.path())).ifPresent(problems::add);
      }
    }
    checkSegments(check, segments, stored, problems);
    check.count(manifest.trace().events()).ifPresent(problems::add);
  }

  private static void checkSegments(
      FileCheck check,
      SortedMap<SegmentName, ManifestFile> segments,
      Map<String, StoredFile> stored,
      List<VerificationProblem> problems)
      throws IOException {
    SegmentName expected = new SegmentName(SegmentName.EVENTS, 0);
    for (Map.Entry<SegmentName, ManifestFile> segment : segments.entrySet()) {
      SegmentName name = segment.getKey();
      if (!name.folder().equals(expected.folder())) {
        expected = new SegmentName(name.folder(), 0);
      }
      if (!name.equals(expected)) {
        problems.add(hole(expected, name));
        if (name.isEvents()) {
          check.skipSegment();
        }
      }
      check.segment(name, segment.getValue(), stored.get(name.path())).ifPresent(problems::add);
      expected = new SegmentName(name.folder(), name.number() + 1);
    }
  }

  private static VerificationProblem hole(SegmentName first, SegmentName next) {
    long others = next.number() - first.number() - 1;
    return new VerificationProblem(
        first.path(),
        MISSING,
        others == 0
            ? "is missing, and the manifest does not list it either"
            : "is missing, so are the %d that follow; the manifest lists none".formatted(others));
  }

  private static void checkUnlisted(
      Manifest manifest, Set<String> stored, List<VerificationProblem> problems) {
    Set<String> unlisted = new HashSet<>(stored);
    unlisted.removeAll(NEVER_LISTED);
    manifest.files().forEach(file -> unlisted.remove(file.path()));
    unlisted.stream()
        .sorted()
        .map(path ->
            new VerificationProblem(path, UNLISTED, "unlisted: the manifest does not have it"))
        .forEach(problems::add);
  }

  private static VerificationProblem aboutManifest(VerificationProblem.Kind kind, String what) {
    return new VerificationProblem(Manifest.FILE_NAME, kind, what);
  }
}
