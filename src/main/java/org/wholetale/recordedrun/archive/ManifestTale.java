package org.wholetale.recordedrun.archive;

import org.jspecify.annotations.Nullable;

/** The ids under which Whole Tale knows a run, as far as it has any. */
public record ManifestTale(
    @Nullable String taleId, @Nullable String versionId, @Nullable String runId) {}
