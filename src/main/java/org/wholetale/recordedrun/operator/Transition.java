package org.wholetale.recordedrun.operator;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/**
 * A run has entered a phase, and the API server knows.
 *
 * @param pod as it was seen then; null where there is none
 * @param from null for a run that had no status
 */
record Transition(
    RecordedRun run,
    @Nullable ObservedPod pod,
    @Nullable RecordedRunStatus from,
    RecordedRunStatus to) {}
