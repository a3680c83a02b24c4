package org.wholetale.recordedrun.provenance;

import java.util.stream.Collectors;

/** What a run used that nobody declared, as text. */
public final class UndeclaredText {

  private static final int MOST_FILES = 50;

  private UndeclaredText() {}

  /**
   * With its last line ended.
   *
   * @param all whether to name every file
   */
  public static String of(Undeclared undeclared, boolean all) {
    if (undeclared.isEmpty()) {
      return "nothing is known that it read or reached outside of image, workspace and data\n";
    }
    StringBuilder text = new StringBuilder();
    int shown = all ? Integer.MAX_VALUE : MOST_FILES;
    for (FileList.Row row : undeclared.files().stream().limit(shown).toList()) {
      text.append("file     ").append(ShellText.quote(row.path()));
      text.append("  read by ").append(FileListText.users(row.users())).append('\n');
    }
    if (undeclared.files().size() > shown) {
      text.append("file     and %d more (--all)\n".formatted(undeclared.files().size() - shown));
    }
    for (Undeclared.Contact contact : undeclared.network()) {
      text.append("network  ").append(contact.what()).append(": ");
      text.append(
              contact.by().stream()
                  .map(CommandText::programs)
                  .distinct()
                  .collect(Collectors.joining(", ")))
          .append('\n');
    }
    return text.toString();
  }
}
