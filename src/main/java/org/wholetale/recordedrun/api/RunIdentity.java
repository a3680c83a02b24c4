package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Which run an archive belongs to.
 *
 * @param tale what is told of its tale; null where nothing is
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer operator may tell more
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunIdentity(
    @Nullable String namespace,
    String name,
    String uid,
    @Nullable String image,
    @Nullable TaleDescription tale) {}
