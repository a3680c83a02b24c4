package org.wholetale.recordedrun.archive;

import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.BAD_MANIFEST;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.MISSING;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.NO_MANIFEST;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.OTHER_MANIFEST;
import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.UNLISTED;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.signing.VerifyingKey;

/**
 * Verifies one archive by reading all of it once: that it holds what its manifest lists and nothing
 * else, and that its segments are whole, readable and without holes. Where a recorder came late,
 * after the archive had been recovered, its manifest may list more. Where manifests are signed,
 * that the signatures are theirs. Memory does not grow with the number of events.
 */
public final class ArchiveVerifier {

  private final ArchiveStore store;
  private final @Nullable Sha256 pin;
  private final @Nullable VerifyingKey key;

  /** Verifies the archive at the store's location. */
  public ArchiveVerifier(ArchiveStore store) {
    this(store, null, null);
  }

  /**
   * Verifies the archive at the store's location.
   *
   * @param pin what the manifest itself has to be, such as the run's status says; null where only
   *     the archive's agreement with itself is asked
   * @param key what the manifest must be signed by; null where it need not be signed
   */
  public ArchiveVerifier(ArchiveStore store, @Nullable Sha256 pin, @Nullable VerifyingKey key) {
    this.store = store;
    this.pin = pin;
    this.key = key;
  }

  /**
   * Reads the archive.
   *
   * @throws IOException where the store does not answer; whatever is wrong with the archive itself
   *     is in the result
   */
  public Verification verify() throws IOException {
    List<VerificationProblem> problems = new ArrayList<>();
    Map<String, StoredFile> stored = storedFiles();
    Map<ManifestPlace, byte[]> manifests = readManifests(stored.keySet(), problems);
    SignatureCheck signatures = new SignatureCheck(store, stored.keySet(), key);
    SignatureCheck.Finding signed = signatures.check(ManifestPlace.FIRST, manifests);
    problems.addAll(signed.problems());
    problems.addAll(signatures.check(ManifestPlace.LATE, manifests).problems());
    Manifest manifest = parse(ManifestPlace.FIRST, manifests, problems);
    if (manifest == null) {
      return new Verification(store.location(), null, null, null, problems);
    }
    Manifest late = parse(ManifestPlace.LATE, manifests, problems);
    FileCheck check = new FileCheck(store);
    checkListed(check, manifest, List.of(), stored, problems);
    if (late != null) {
      problems.addAll(new LateManifest(late).contradictions(manifest));
      checkListed(check, late, manifest.files(), stored, problems);
    }
    checkUnlisted(manifest, late, stored.keySet(), problems);
    return new Verification(store.location(), manifest, late, signer(signed), problems);
  }

  private Verification.@Nullable Signer signer(SignatureCheck.Finding signed) {
    return signed.keyId() == null ? null : new Verification.Signer(signed.keyId(), key != null);
  }

  /** The bytes of those that there are. */
  private Map<ManifestPlace, byte[]> readManifests(
      Set<String> stored, List<VerificationProblem> problems) throws IOException {
    Map<ManifestPlace, byte[]> manifests = new EnumMap<>(ManifestPlace.class);
    for (ManifestPlace place : ManifestPlace.values()) {
      if (stored.contains(place.manifest())) {
        try (InputStream in = store.read(place.manifest())) {
          manifests.put(place, in.readAllBytes());
        }
      }
    }
    byte[] first = manifests.get(ManifestPlace.FIRST);
    if (first == null) {
      problems.add(
          new VerificationProblem(
              Manifest.FILE_NAME,
              NO_MANIFEST,
              "there is no manifest: the run is still going on or was cut off"));
    } else if (pin != null && !Sha256.of(first).equals(pin)) {
      problems.add(
          new VerificationProblem(
              Manifest.FILE_NAME,
              OTHER_MANIFEST,
              "sha256 is %s, expected was %s".formatted(Sha256.of(first).hex(), pin.hex())));
    }
    return manifests;
  }

  private static @Nullable Manifest parse(
      ManifestPlace place,
      Map<ManifestPlace, byte[]> manifests,
      List<VerificationProblem> problems) {
    byte[] json = manifests.get(place);
    return json == null ? null : parse(place.manifest(), json, problems);
  }

  private static @Nullable Manifest parse(
      String path, byte[] json, List<VerificationProblem> problems) {
    try {
      Manifest manifest = Manifest.parse(json);
      if (manifest.trace().complete() && !manifest.trace().missing().isEmpty()) {
        problems.add(
            new VerificationProblem(
                path,
                BAD_MANIFEST,
                "says that the trace is complete, and also that it is "
                    + manifest.trace().completeness()));
      }
      return manifest;
    } catch (IOException e) {
      problems.add(new VerificationProblem(path, BAD_MANIFEST, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private Map<String, StoredFile> storedFiles() throws IOException {
    return store.list().stream()
        .collect(Collectors.toMap(StoredFile::path, Function.identity(), (one, same) -> one));
  }

  /**
   * Checks what a manifest lists.
   *
   * @param before what another one listed, which was checked then
   */
  private static void checkListed(
      FileCheck check,
      Manifest manifest,
      List<ManifestFile> before,
      Map<String, StoredFile> stored,
      List<VerificationProblem> problems)
      throws IOException {
    SortedMap<SegmentName, ManifestFile> segments = new TreeMap<>();
    Set<String> checked = before.stream().map(ManifestFile::path).collect(Collectors.toSet());
    for (ManifestFile file : manifest.files()) {
      SegmentName name = SegmentName.parse(file.path()).orElse(null);
      if (name != null) {
        segments.put(name, file);
      } else if (!checked.contains(file.path())) {
        check.plain(file, stored.get(file.path())).ifPresent(problems::add);
      }
    }
    checkSegments(check, segments, checked, stored, problems);
    check.count(manifest.trace().events()).ifPresent(problems::add);
  }

  private static void checkSegments(
      FileCheck check,
      SortedMap<SegmentName, ManifestFile> segments,
      Set<String> checked,
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
      if (!checked.contains(name.path())) {
        check.segment(name, segment.getValue(), stored.get(name.path())).ifPresent(problems::add);
      }
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
      Manifest manifest,
      @Nullable Manifest late,
      Set<String> stored,
      List<VerificationProblem> problems) {
    Set<String> unlisted = new HashSet<>(stored);
    unlisted.removeIf(path -> !Manifest.lists(path));
    Stream.ofNullable(manifest.recovery())
        .flatMap(recovery -> recovery.leftOut().stream())
        .forEach(file -> unlisted.remove(file.path()));
    Stream.concat(Stream.of(manifest), Stream.ofNullable(late))
        .flatMap(each -> each.files().stream())
        .forEach(file -> unlisted.remove(file.path()));
    unlisted.stream()
        .sorted()
        .map(path -> new VerificationProblem(path, UNLISTED, unlisted(manifest, late)))
        .forEach(problems::add);
  }

  private static String unlisted(Manifest manifest, @Nullable Manifest late) {
    return manifest.recovery() != null && late == null
        ? "unlisted: it came after the archive was recovered, and no recorder has told of it yet"
        : "unlisted: the manifest does not have it";
  }
}
