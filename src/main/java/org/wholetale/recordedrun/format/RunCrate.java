package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * An archive as a Process Run Crate 0.5 on RO-Crate 1.1: the archive's files, the tale's own files,
 * the run as one action, and an action for each execution that used any of these.
 *
 * @see <a href="https://w3id.org/ro/wfrun/process/0.5">the profile</a>
 */
final class RunCrate {

  static final String METADATA = "ro-crate-metadata.json";
  private static final Set<String> ABOUT_THE_CRATE = Set.of(METADATA, CratePreview.FILE_NAME);
  private static final String ROOT = "./";
  private static final String CRATE = "https://w3id.org/ro/crate/1.1";
  private static final String TERMS = "https://w3id.org/ro/terms/workflow-run/context";
  private static final String PROFILE = "https://w3id.org/ro/wfrun/process/0.5";
  private static final String NO_LICENSE = "not stated: ask the authors before you use it";

  /** An SPDX id that has a page of its own; no expression, and no license of the user's. */
  private static final Pattern SPDX_ID = Pattern.compile("(?!LicenseRef-)[A-Za-z0-9.-]+");

  private final RunRecord run;
  private final RunDescription description;
  private final CrateFiles files;
  private final CrateActions actions;
  private final CrateCompleteness completeness;
  private final Map<String, String> authors = new LinkedHashMap<>();

  private RunCrate(RunRecord run, List<ArchivedFile> archived) {
    this.run = run;
    this.description = run.description();
    this.files = new CrateFiles(run, archived);
    this.completeness = CrateCompleteness.of(run);
    this.actions = new CrateActions(run, files, completeness);
    for (RunDescription.Author author : description.about().authors()) {
      authors.putIfAbsent(idOf(author), author.name());
    }
  }

  /**
   * Writes {@code ro-crate-metadata.json}.
   *
   * @param archived the archive's files as far as they are to be told of
   * @param out not closed
   */
  static void write(RunRecord run, List<ArchivedFile> archived, OutputStream out)
      throws IOException {
    try (CrateJson json = new CrateJson(out, CRATE + "/context", TERMS)) {
      new RunCrate(
              run,
              archived.stream().filter(file -> !ABOUT_THE_CRATE.contains(file.path())).toList())
          .write(json);
    }
  }

  private void write(CrateJson json) throws IOException {
    json.begin(METADATA, "CreativeWork");
    json.reference("conformsTo", CRATE);
    json.reference("about", ROOT);
    json.end();
    json.begin(CratePreview.FILE_NAME, "CreativeWork");
    json.reference("about", ROOT);
    json.end();
    writeRoot(json);
    json.begin(PROFILE, "CreativeWork");
    json.text("name", "Process Run Crate");
    json.text("version", "0.5");
    json.end();
    writeLicense(json);
    for (Map.Entry<String, String> author : authors.entrySet()) {
      json.begin(author.getKey(), "Person");
      json.text("name", author.getValue());
      json.end();
    }
    files.write(json);
    actions.write(json);
    completeness.write(json);
  }

  private void writeRoot(CrateJson json) throws IOException {
    json.begin(ROOT, "Dataset");
    json.text("name", title(description));
    json.text("description", text());
    json.time("datePublished", published());
    String license = description.about().license();
    if (license != null && SPDX_ID.matcher(license).matches()) {
      json.reference("license", spdx(license));
    } else {
      json.text("license", license == null ? NO_LICENSE : license);
    }
    json.references("author", authors.keySet());
    json.reference("conformsTo", PROFILE);
    json.references("hasPart", files.all());
    json.references("mentions", actions.ids());
    json.end();
  }

  /** What the tale's authors call it; of one without a title the run's name. */
  static String title(RunDescription description) {
    String title = description.about().title();
    return title == null
        ? "Run " + Objects.requireNonNullElse(description.name(), "of a tale")
        : title;
  }

  private String text() {
    List<String> parts = new ArrayList<>();
    if (description.about().description() != null) {
      parts.add(description.about().description());
    }
    String command = ShellText.commandLineOf(description.entrypoint());
    parts.add(
        (command.isEmpty() ? "A run of a tale" : "A run of " + command)
            + ", recorded from the kernel; "
            + RunEnd.of(description).text()
            + ". "
            + completeness.text());
    return String.join("\n\n", parts);
  }

  /** The run's own time, so that the same run has the same crate. */
  private @Nullable Instant published() {
    return Stream.of(description.finishedAt(), description.startedAt(), description.traceStart())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private void writeLicense(CrateJson json) throws IOException {
    String license = run.description().about().license();
    if (license != null && SPDX_ID.matcher(license).matches()) {
      json.begin(spdx(license), "CreativeWork");
      json.text("name", license);
      json.text("url", spdx(license));
      json.end();
    }
  }

  private static String spdx(String license) {
    return "https://spdx.org/licenses/" + license;
  }

  /** Authors without an ORCID are those of one name. */
  private static String idOf(RunDescription.Author author) {
    return author.orcid() == null
        ? "#author-" + Iris.encoded(ByteString.of(author.name())).replace("/", "%2F")
        : "https://orcid.org/" + author.orcid();
  }
}
