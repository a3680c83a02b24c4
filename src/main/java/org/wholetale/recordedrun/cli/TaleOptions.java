package org.wholetale.recordedrun.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Author;
import org.wholetale.recordedrun.api.TaleDescription;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is told of what is recorded; as {@code spec.title} and the like in a resource. */
final class TaleOptions {

  private static final Pattern AUTHOR = Pattern.compile("([^<>]*[^<> ]) *(?:<(.*)>)?");
  private static final String ORCID_SITE = "https://orcid.org/";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--title", description = "What it is called, for provenance.")
  private @Nullable String title;

  @Option(names = "--description", description = "What it does, for provenance.")
  private @Nullable String description;

  @Option(
      names = "--license",
      paramLabel = "SPDX",
      description = "The licence of what it makes, an SPDX expression such as CC-BY-4.0.")
  private @Nullable String license;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "One of its authors, with an ORCID where there is one: \"Name <ORCID>\".")
  private List<String> authors = List.of();

  /**
   * What they come to; null where none is given.
   *
   * @throws ParameterException where the resource would be refused
   */
  @Nullable TaleDescription toDescription() {
    if (license != null && !license.matches(TaleDescription.LICENSE_PATTERN)) {
      throw refused(
          "--license takes an SPDX expression such as CC-BY-4.0, and '%s' is none"
              .formatted(license));
    }
    List<Author> named = new ArrayList<>();
    for (String author : authors) {
      named.add(parse(author));
    }
    TaleDescription tale =
        new TaleDescription(null, null, null, title, description, license, List.copyOf(named));
    return tale.saysNothing() ? null : tale;
  }

  private Author parse(String text) {
    Matcher parts = AUTHOR.matcher(text.strip());
    if (!parts.matches()) {
      throw refused(
          "--author takes a name, or \"Name <ORCID>\", and '%s' is neither".formatted(text));
    }
    String orcid = parts.group(2);
    if (orcid != null && orcid.startsWith(ORCID_SITE)) {
      orcid = orcid.substring(ORCID_SITE.length());
    }
    if (orcid != null && !orcid.matches(Author.ORCID_PATTERN)) {
      throw refused(
          "--author has an ORCID such as 0000-0002-1825-0097 between < and >, and '%s' is none"
              .formatted(orcid));
    }
    return new Author(parts.group(1), orcid);
  }

  private ParameterException refused(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }
}
