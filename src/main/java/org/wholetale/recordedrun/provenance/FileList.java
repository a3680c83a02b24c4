package org.wholetale.recordedrun.provenance;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.FileKind;

/** What a run took and what it left, file by file. */
public final class FileList {

  /**
   * A file and who used it.
   *
   * @param size bytes; null where that is not known
   * @param sha256 of what the run found, or left; in hex, null where that is not known
   * @param users in the order in which they began to
   */
  public record Row(
      ByteString path,
      FileRole role,
      @Nullable Long size,
      @Nullable String sha256,
      List<TracedProcess> users) {

    public Row {
      users = List.copyOf(users);
    }
  }

  private FileList() {}

  /** The files that were there before the run and that it read, by role and path. */
  public static List<Row> inputs(RunRecord run) {
    return rows(
        run,
        file -> file.isFound() && !file.versions().getFirst().readers().isEmpty(),
        file -> row(run, file, file.versions().getFirst(), file.versions().getFirst().readers()));
  }

  /** The files that the run wrote and left, by role and path. */
  public static List<Row> outputs(RunRecord run) {
    return rows(
        run,
        file -> file.isWritten() && !file.isRemoved(),
        file ->
            row(
                run,
                file,
                file.last(),
                file.versions().stream()
                    .flatMap(version -> version.uses().stream())
                    .filter(FileUse::writes)
                    .toList()));
  }

  private static List<Row> rows(
      RunRecord run, Predicate<FileHistory> wanted, Function<FileHistory, Row> row) {
    return run.graph().files().stream()
        .filter(file -> file.kind() == FileKind.FILE && wanted.test(file))
        .map(row)
        .sorted(Comparator.comparing(Row::role).thenComparing(Row::path))
        .toList();
  }

  private static Row row(
      RunRecord run, FileHistory file, FileVersion version, Collection<FileUse> uses) {
    FileContents.Content content = run.contents().of(version).orElse(null);
    return new Row(
        file.path(),
        run.roleOf(file),
        content == null ? null : content.size(),
        content == null ? null : content.sha256(),
        uses.stream().map(use -> use.execution().process()).distinct().toList());
  }
}
