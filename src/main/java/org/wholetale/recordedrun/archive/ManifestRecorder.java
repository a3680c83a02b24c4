package org.wholetale.recordedrun.archive;

import java.util.List;
import java.util.Objects;

/**
 * What recorded.
 *
 * @param version of recordedrun
 * @param bpftrace its version
 * @param kernel its release
 * @param probes the names of the probes that were attached
 * @param cpuSeconds processor time of the recorder and bpftrace together
 */
public record ManifestRecorder(
    String version, String bpftrace, String kernel, List<String> probes, double cpuSeconds) {

  public ManifestRecorder {
    Objects.requireNonNull(version, "recorder.version");
    Objects.requireNonNull(bpftrace, "recorder.bpftrace");
    Objects.requireNonNull(kernel, "recorder.kernel");
    probes = List.copyOf(probes);
  }
}
