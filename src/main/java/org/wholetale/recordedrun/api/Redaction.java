package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which secrets are taken out of a record before it is written anywhere.
 *
 * @see "docs/trace-format.md, Redaction"
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Redaction(
    @Nullable
        @Default("true")
        @JsonPropertyDescription(
            "Redact what the usual names have as values (TOKEN, PASSWORD, SECRET, KEY, GIRDER and"
                + " others), and users and passwords in URLs.")
        Boolean defaults,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription(
            "Further names, or parts of names, of options and variables whose values are secrets, of"
                + " three characters or more. Upper and lower case are the same, so are - and _.")
        List<@Pattern(NAME_PATTERN) String> names,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription(
            "Texts of four characters or more that are secrets wherever they stand. One that ends in"
                + " * is the beginning of a secret, for example ghp_*, so that the secret itself need"
                + " not be written here.")
        List<@Size(min = SHORTEST_VALUE, max = 1024) String> values) {

  /** What a name must look like: shorter ones are part of nearly every name. */
  public static final String NAME_PATTERN = "^[A-Za-z0-9_.-]{3,128}$";

  /** How many characters a value has at least: shorter ones stand nearly everywhere. */
  public static final int SHORTEST_VALUE = 4;

  /** The usual names, nothing else. */
  public static final Redaction DEFAULT = new Redaction(true, null, null);

  /** Whether the usual names and forms are redacted. */
  public boolean usesDefaults() {
    return !Boolean.FALSE.equals(defaults);
  }

  /** The further names; empty where there are none. */
  public List<String> namesOrEmpty() {
    return names == null ? List.of() : names;
  }

  /** The texts that are secrets; empty where there are none. */
  public List<String> valuesOrEmpty() {
    return values == null ? List.of() : values;
  }

  /** The same without the secrets that it names. */
  Redaction withoutValues() {
    return new Redaction(defaults, names, null);
  }
}
