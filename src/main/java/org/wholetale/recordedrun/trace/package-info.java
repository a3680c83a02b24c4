/**
 * The events of a trace, how they are written to and read from compressed segments. Nothing here
 * knows bpftrace, Kubernetes or object storage.
 */
@NullMarked
package org.wholetale.recordedrun.trace;

import org.jspecify.annotations.NullMarked;
