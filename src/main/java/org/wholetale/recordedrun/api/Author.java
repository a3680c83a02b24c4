package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Someone to whom the tale is due.
 *
 * @param orcid the bare identifier, such as 0000-0002-1825-0097
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Author(
    @Required @Size(min = 1, max = 256) String name,
    @Nullable @Size(max = 19) @Pattern(ORCID_PATTERN) String orcid) {

  /** What an ORCID must look like. */
  public static final String ORCID_PATTERN = "^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]$";
}
