package org.wholetale.recordedrun.archive;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What recorded.
 *
 * @param version of recordedrun
 * @param bpftrace its version
 * @param kernel its release
 * @param probes the names of the probes that were attached
 * @param cpuSeconds processor time of the recorder and bpftrace together
 * @param gateSeconds from the recorder's start until it recorded and the tale could start; null in
 *     archives of format 1.0
 */
public record ManifestRecorder(
    String version,
    String bpftrace,
    String kernel,
    List<String> probes,
    double cpuSeconds,
    @Nullable Double gateSeconds) {

  public ManifestRecorder {
    Objects.requireNonNull(version, "recorder.version");
    Objects.requireNonNull(bpftrace, "recorder.bpftrace");
    Objects.requireNonNull(kernel, "recorder.kernel");
    probes = List.copyOf(probes);
  }
}
