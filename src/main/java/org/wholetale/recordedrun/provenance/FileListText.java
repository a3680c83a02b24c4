package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Files of a run as text, by what they are to it. */
public final class FileListText {

  private static final Set<FileRole> SHOWN = Set.of(FileRole.WORKSPACE, FileRole.DATA);
  private static final int DIGITS = 12;
  private static final int MOST_USERS = 5;

  private FileListText() {}

  /**
   * A line a file, each role's below its name; files of no role that is the run's own in figures.
   *
   * @param verb what those who are named with a file did
   * @param all whether to name all others one by one too
   * @return with its last line ended; empty where there are none
   */
  public static String of(List<FileList.Row> rows, String verb, boolean all) {
    StringBuilder text = new StringBuilder();
    for (FileRole role : FileRole.values()) {
      List<FileList.Row> some = rows.stream().filter(row -> row.role() == role).toList();
      if (some.isEmpty()) {
        continue;
      }
      text.append(role.text()).append(": ");
      text.append(some.size() == 1 ? "1 file" : some.size() + " files").append('\n');
      if (all || SHOWN.contains(role)) {
        some.forEach(row -> text.append("  ").append(line(row, verb)).append('\n'));
      }
    }
    return text.toString();
  }

  private static String line(FileList.Row row, String verb) {
    String size = row.size() == null ? "size not known" : row.size() + " bytes";
    String sha256 = row.sha256();
    return "%s  %s, sha256 %s, %s by %s"
        .formatted(
            ShellText.quote(row.path()),
            size,
            sha256 == null ? "not known" : sha256.substring(0, DIGITS) + "...",
            verb,
            users(row.users()));
  }

  static String users(List<TracedProcess> users) {
    List<String> programs =
        new ArrayList<>(
            users.stream()
                .map(CommandText::programs)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    if (programs.size() <= MOST_USERS) {
      return String.join(", ", programs);
    }
    return String.format(
        Locale.ROOT,
        "%s and %d more",
        String.join(", ", programs.subList(0, MOST_USERS)),
        programs.size() - MOST_USERS);
  }
}
