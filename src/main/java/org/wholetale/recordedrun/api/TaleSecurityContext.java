package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the tale runs as. There is nothing else: a tale gets no capability and no privilege. */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaleSecurityContext(
    @Nullable @Min(0) @Max(Integer.MAX_VALUE) Long runAsUser,
    @Nullable @Min(0) @Max(Integer.MAX_VALUE) Long runAsGroup,
    @Nullable @Min(0) @Max(Integer.MAX_VALUE) Long fsGroup,
    @Nullable @Size(max = 64) List<@Min(0) @Max(Integer.MAX_VALUE) Long> supplementalGroups) {

  /** The uid and gid that repo2docker gives its images. */
  public static final TaleSecurityContext DEFAULT =
      new TaleSecurityContext(1000L, 100L, null, null);
}
