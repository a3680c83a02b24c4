package org.wholetale.recordedrun.archive;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What its authors say of a tale.
 *
 * @param title null where they say none, as {@code description}
 * @param license an SPDX expression; null where they say none
 */
public record ManifestAbout(
    @Nullable String title,
    @Nullable String description,
    @Nullable String license,
    List<Author> authors) {

  public ManifestAbout {
    authors = List.copyOf(authors);
  }

  /**
   * Someone to whom the tale is due.
   *
   * @param orcid the bare identifier; null where there is none
   */
  public record Author(String name, @Nullable String orcid) {

    public Author {
      Objects.requireNonNull(name, "run.about.authors[].name");
    }
  }
}
