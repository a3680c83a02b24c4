package org.wholetale.recordedrun.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.ByteString;

/** A crate's page: the report where there is one, else what ran, how it ended, and the files. */
final class CratePreview {

  static final String FILE_NAME = "ro-crate-preview.html";

  private static final String REPORT = "report/index.html";
  private static final int MOST_FILES = 1000;

  private CratePreview() {}

  static void write(RunRecord run, List<ArchivedFile> files, OutputStream out) throws IOException {
    RunDescription description = run.description();
    StringBuilder page = new StringBuilder();
    String title = RunCrate.title(description);
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
        <title>%1$s</title>
        %2$s<h1>%1$s</h1>
        """
            .formatted(escaped(title), toReport(files)));
    paragraph(page, description.about().description());
    paragraph(page, ShellText.commandLineOf(description.entrypoint()));
    paragraph(page, "How it ended: " + RunEnd.of(description).text() + ".");
    paragraph(page, CrateCompleteness.of(run).text());
    page.append("<h2>Files</h2>\n<ul>\n");
    for (ArchivedFile file : files.subList(0, Math.min(files.size(), MOST_FILES))) {
      page.append("<li><a href=\"")
          .append(Iris.encoded(ByteString.of(file.path())))
          .append("\">")
          .append(escaped(file.path()))
          .append("</a>, ")
          .append(file.size())
          .append(" bytes</li>\n");
    }
    page.append("</ul>\n");
    if (files.size() > MOST_FILES) {
      paragraph(page, "and %d more".formatted(files.size() - MOST_FILES));
    }
    page.append("</html>\n");
    out.write(page.toString().getBytes(UTF_8));
  }

  private static String toReport(List<ArchivedFile> files) {
    return files.stream().noneMatch(file -> file.path().equals(REPORT))
        ? ""
        : """
        <meta http-equiv="refresh" content="0; url=%1$s">
        <p><a href="%1$s">The run's report</a></p>
        """
            .formatted(REPORT);
  }

  private static void paragraph(StringBuilder page, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      page.append("<p>").append(escaped(text)).append("</p>\n");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
