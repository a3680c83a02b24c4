package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * How Girder is told of a run's phases; where it is, the operator knows.
 *
 * @param secretName never empty
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
public record StatusCallback(
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "A Secret of this namespace whose key `token` is a Girder token that may write the run,"
                + " labelled wholetale.org/for-status-callbacks=true.")
        String secretName) {}
