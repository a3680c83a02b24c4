/**
 * Watches a tale: bpftrace and its programs, the cgroup scope, the gate, spool, upload and finish.
 * What runs in the sidecar, and under {@code record}; it never talks to an API server.
 */
@NullMarked
package org.wholetale.recordedrun.recorder;

import org.jspecify.annotations.NullMarked;
