/**
 * A control plane and a node in one process: an embedded API server, and a node that runs the
 * containers of a pod as host processes. Stands in for a cluster, for a first contact and for
 * tests.
 */
@NullMarked
package org.wholetale.recordedrun.local;

import org.jspecify.annotations.NullMarked;
