package org.wholetale.recordedrun.archive;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What recorded. All is null, and {@code probes} empty, where nobody has told.
 *
 * @param version of recordedrun
 * @param bpftrace its version
 * @param kernel its release
 * @param probes the names of the probes that were attached
 * @param cpuSeconds processor time of the recorder and bpftrace together; null where the recorder
 *     ended before it could tell
 * @param gateSeconds from the recorder's start until it recorded and the tale could start; null in
 *     archives of format 1.0
 */
public record ManifestRecorder(
    @Nullable String version,
    @Nullable String bpftrace,
    @Nullable String kernel,
    List<String> probes,
    @Nullable Double cpuSeconds,
    @Nullable Double gateSeconds) {

  /** Nobody has told what recorded. */
  public static final ManifestRecorder UNKNOWN =
      new ManifestRecorder(null, null, null, List.of(), null, null);

  public ManifestRecorder {
    probes = List.copyOf(probes);
  }

  /** Refuses one that nobody has told of. */
  void requireKnown() {
    Objects.requireNonNull(version, "recorder.version");
    Objects.requireNonNull(bpftrace, "recorder.bpftrace");
    Objects.requireNonNull(kernel, "recorder.kernel");
  }
}
