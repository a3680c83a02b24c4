/**
 * An API server in one process, in memory: what the operator, the node and kubectl need of
 * Kubernetes' behaviour, and the whole of it for {@code RecordedRun}, whose CRD it loads. The rules
 * are pure functions; only the dispatcher knows HTTP.
 */
@NullMarked
package org.wholetale.recordedrun.local.apiserver;

import org.jspecify.annotations.NullMarked;
