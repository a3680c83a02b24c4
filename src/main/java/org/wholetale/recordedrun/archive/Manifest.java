package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds and what became of its run: written last, so that an archive with a
 * manifest is whole.
 *
 * @param formatVersion {@value #FORMAT_VERSION}, or a later minor version when it was read
 * @param entrypoint the command line that ran; empty where that is not known
 * @param startedAt when the tale started; null where it never did
 * @param finishedAt when the tale ended; null where that is not known
 * @param exitCode the tale's own; null where it never ran or a signal ended it
 * @param signal the signal that ended the tale; null where none did
 * @param recovery what is to be known of a manifest that the recorder itself could not write; null
 *     where it did
 * @param omitted what is made of the run's record and was not, since there was too much of it or
 *     too little time
 * @param files every file of the archive but manifests and what signs them, sorted by path
 */
public record Manifest(
    String formatVersion,
    ManifestRun run,
    List<String> entrypoint,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    ManifestTrace trace,
    ManifestRecorder recorder,
    @Nullable ManifestRecovery recovery,
    List<ManifestOmission> omitted,
    List<ManifestFile> files) {

  /** The version that this writes. Any 1.x can be read. */
  public static final String FORMAT_VERSION = "1.2";

  /** The name under which the manifest lies in its archive. */
  public static final String FILE_NAME = "manifest.json";

  /** Where the manifest's signature lies. */
  public static final String SIGNATURE_FILE_NAME = "manifest.sig.json";

  /** Where a manifest lies that came after somebody else's. */
  public static final String LATE_FILE_NAME = "manifest-late.json";

  private static final Set<String> NEVER_LISTED =
      ManifestPlace.paths().collect(Collectors.toUnmodifiableSet());

  public Manifest {
    Objects.requireNonNull(formatVersion, "formatVersion");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(trace, "trace");
    Objects.requireNonNull(recorder, "recorder");
    entrypoint = List.copyOf(entrypoint);
    omitted = List.copyOf(omitted);
    files = files.stream().sorted(Comparator.comparing(ManifestFile::path)).toList();
    refuseDuplicates(files);
    if (recovery == null) {
      run.requireKnown();
      recorder.requireKnown();
    }
  }

  /** A recorder's manifest, of the version that this writes. */
  public Manifest(
      ManifestRun run,
      List<String> entrypoint,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Integer exitCode,
      @Nullable Integer signal,
      ManifestTrace trace,
      ManifestRecorder recorder,
      List<ManifestOmission> omitted,
      List<ManifestFile> files) {
    this(
        FORMAT_VERSION,
        run,
        entrypoint,
        startedAt,
        finishedAt,
        exitCode,
        signal,
        trace,
        recorder,
        null,
        omitted,
        files);
  }

  /** Whether a file of that name belongs into the list: all but manifests and what signs them. */
  public static boolean lists(String path) {
    return !NEVER_LISTED.contains(path);
  }

  /** The one way to write this manifest: equal manifests have equal bytes. */
  public byte[] toJson() {
    return ManifestJson.write(this);
  }

  /**
   * Reads a manifest of any released version; fields that it does not know are left out.
   *
   * @throws IOException where it is no manifest, or one of a version to come
   */
  public static Manifest parse(byte[] json) throws IOException {
    return ManifestJson.readManifest(json);
  }

  private static void refuseDuplicates(List<ManifestFile> files) {
    Set<String> seen = new HashSet<>();
    for (ManifestFile file : files) {
      if (!seen.add(file.path())) {
        throw new IllegalArgumentException(
            "a manifest lists every file once, but %s twice".formatted(file.path()));
      }
    }
  }
}
