/**
 * The controller: from a {@code RecordedRun} to its pod, from the pod to the status. Pod building
 * and status derivation are pure; only the reconcile steps touch the API server.
 */
@NullMarked
package org.wholetale.recordedrun.operator;

import org.jspecify.annotations.NullMarked;
