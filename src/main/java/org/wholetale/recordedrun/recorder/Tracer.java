package org.wholetale.recordedrun.recorder;

import java.util.List;

/**
 * What records a run, for its manifest.
 *
 * @param bpftrace its version, as it calls itself
 * @param probes the sections of the program that have probes
 * @param gateSeconds from the recorder's start until it recorded, the first time
 */
record Tracer(String bpftrace, List<String> probes, double gateSeconds) {

  Tracer {
    probes = List.copyOf(probes);
  }
}
