package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Which run an archive belongs to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunIdentity(
    @Nullable String namespace,
    String name,
    String uid,
    @Nullable String image,
    @Nullable TaleReference tale) {}
