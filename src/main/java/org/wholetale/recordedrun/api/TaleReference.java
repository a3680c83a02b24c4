package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The ids under which Whole Tale knows a run, as far as it has any. */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaleReference(
    @Nullable @Size(max = 128) String taleId,
    @Nullable @Size(max = 128) String versionId,
    @Nullable @Size(max = 128) String runId) {}
