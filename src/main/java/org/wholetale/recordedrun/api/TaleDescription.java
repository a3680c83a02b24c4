package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recorder is told of the run's tale: the ids by which Whole Tale knows it, and what its
 * authors say of it. Each is null where nobody has said it.
 *
 * @param description cut where it has more than {@value #LONGEST_DESCRIPTION} characters
 * @param license an SPDX expression
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer operator may tell more
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaleDescription(
    @Nullable String taleId,
    @Nullable String versionId,
    @Nullable String runId,
    @Nullable String title,
    @Nullable String description,
    @Nullable String license,
    @Nullable List<Author> authors) {

  /** All that a recorder is told lies in one environment variable, which holds 128 KiB. */
  public static final int LONGEST_DESCRIPTION = 16_384;

  /** What an SPDX expression must look like. */
  public static final String LICENSE_PATTERN = "^[A-Za-z0-9(][A-Za-z0-9 .+():-]*$";

  private static final String CUT = " ...";

  public TaleDescription {
    description = description == null ? null : cut(description);
  }

  /** What a run's spec says; null where it says nothing. */
  public static @Nullable TaleDescription of(RecordedRunSpec spec) {
    TaleReference ids = spec.tale() == null ? new TaleReference(null, null, null) : spec.tale();
    TaleDescription tale =
        new TaleDescription(
            ids.taleId(),
            ids.versionId(),
            ids.runId(),
            spec.title(),
            spec.description(),
            spec.license(),
            spec.authors());
    return spec.tale() == null && tale.saysNothing() ? null : tale;
  }

  /** The authors, of whom there may be none. */
  @JsonIgnore
  public List<Author> authorsOrEmpty() {
    return authors == null ? List.of() : authors;
  }

  /** Whether it has none of the ids. */
  @JsonIgnore
  public boolean isWithoutIds() {
    return taleId == null && versionId == null && runId == null;
  }

  /** Whether the authors have said nothing of it. */
  @JsonIgnore
  public boolean saysNothing() {
    return title == null && description == null && license == null && authorsOrEmpty().isEmpty();
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_DESCRIPTION
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_DESCRIPTION - CUT.length())) + CUT;
  }
}
