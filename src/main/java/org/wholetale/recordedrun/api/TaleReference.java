package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The ids under which Whole Tale knows a run, as far as it has any. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaleReference(
    @Nullable String taleId, @Nullable String versionId, @Nullable String runId) {}
