package org.wholetale.recordedrun.provenance;

import java.util.StringJoiner;

/** A file in words: its name, what it is to the run, and what it held. */
final class FileText {

  private static final int DIGITS = 12;

  private FileText() {}

  static String of(RunRecord run, FileHistory file) {
    StringJoiner facts = new StringJoiner(", ", "  (", ")").add(run.roleOf(file).text());
    facts(run, file, facts);
    return ShellText.quote(file.path()) + facts;
  }

  /** The same without what it is to the run. */
  static String facts(RunRecord run, FileHistory file) {
    StringJoiner facts = new StringJoiner(", ");
    facts(run, file, facts);
    return facts.toString();
  }

  private static void facts(RunRecord run, FileHistory file, StringJoiner facts) {
    run.contents()
        .of(file)
        .ifPresent(content -> {
          facts.add(content.size() == 1 ? "1 byte" : content.size() + " bytes");
          facts.add(
              content.sha256() == null
                  ? "sha256 not known"
                  : "sha256 " + content.sha256().substring(0, DIGITS) + "...");
        });
    if (file.isRemoved()) {
      facts.add("removed");
    }
  }
}
