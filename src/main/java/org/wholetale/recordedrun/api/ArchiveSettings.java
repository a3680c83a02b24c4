package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where below the operator's own prefix, and with which outputs, a run is archived. */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ArchiveSettings(
    @Nullable
        @Size(max = 512)
        @Pattern("^[A-Za-z0-9][A-Za-z0-9._/-]*$")
        @JsonPropertyDescription("Folders below the namespace's, for example a tale's name.")
        @ValidationRule(
            value = "!self.split('/').exists(part, part == '.' || part == '..')",
            message = "write the prefix without . and .., for example tales/hello")
        @ValidationRule(
            value = "!self.split('/').exists(part, part.matches('^" + RecordedRun.UID + "$'))",
            message =
                "a part like a uid could lie in another run's archive: write for example"
                    + " tale-<uid>")
        String prefix,
    @Nullable
        @Size(max = 256)
        @JsonPropertyDescription(
            "Files of the workspace to keep, as globs relative to it, for example results/**.")
        @ValidationRule(
            value =
                "self.all(glob, !glob.startsWith('/') && !glob.split('/').exists(part, part == '..'))",
            message =
                "write outputs relative to the workspace and without .., for example results/**")
        List<@Size(max = 1024) String> outputs,
    @Nullable
        @Default("Fail")
        @JsonPropertyDescription("What becomes of a run whose archive could not be written.")
        OnFailure onFailure) {

  /** What the schema's defaults give. */
  public static final ArchiveSettings DEFAULT = new ArchiveSettings(null, null, OnFailure.Fail);

  /** Whether a run without its archive still counts. */
  public enum OnFailure {
    /** It ends FAILED, reason ArchiveFailed. */
    Fail,
    /** It ends as the tale did; the status says what is missing. */
    Warn
  }

  /** The globs of outputs to keep; empty where none are. */
  public List<String> outputsOrEmpty() {
    return outputs == null ? List.of() : outputs;
  }

  /** What happens when the archive cannot be written; Fail unless set. */
  public OnFailure onFailureOrDefault() {
    return Objects.requireNonNullElse(onFailure, OnFailure.Fail);
  }
}
