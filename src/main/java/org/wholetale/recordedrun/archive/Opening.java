package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a recorder knew when it began, as the first file of its archive: what nobody else could put
 * into a manifest, should the recorder not live to write one.
 *
 * @param formatVersion as the manifest's
 * @param run its image's digest is null where that was not known yet
 * @param entrypoint the command line to be run
 * @param traceStart the zero of the events' clock
 * @param recorder its processor time is null
 */
public record Opening(
    String formatVersion,
    ManifestRun run,
    List<String> entrypoint,
    Instant traceStart,
    ManifestRecorder recorder) {

  /** The name under which the opening lies in its archive. */
  public static final String FILE_NAME = "opening.json";

  public Opening {
    Objects.requireNonNull(formatVersion, "formatVersion");
    Objects.requireNonNull(run, "run").requireKnown();
    Objects.requireNonNull(traceStart, "traceStart");
    Objects.requireNonNull(recorder, "recorder").requireKnown();
    entrypoint = List.copyOf(entrypoint);
  }

  /** An opening of the version that this writes. */
  public Opening(
      ManifestRun run, List<String> entrypoint, Instant traceStart, ManifestRecorder recorder) {
    this(Manifest.FORMAT_VERSION, run, entrypoint, traceStart, recorder);
  }

  /** As it is written. */
  public byte[] toJson() {
    return ManifestJson.write(this);
  }

  /**
   * Reads an opening; fields that it does not know are left out.
   *
   * @throws IOException where it is none, or one of a version to come
   */
  public static Opening parse(byte[] json) throws IOException {
    return ManifestJson.readOpening(json);
  }
}
