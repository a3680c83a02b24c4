package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileKind;

/** The regular files of a run, each under its last name, and which programs read and wrote it. */
public final class FilesTable {

  private static final Set<FileRole> SHOWN = Set.of(FileRole.WORKSPACE, FileRole.DATA);

  /**
   * A file.
   *
   * @param readers the names of the programs that opened it for reading
   * @param writers the names of those that opened it for writing
   * @param removed whether the run removed it
   */
  public record Row(ByteString path, Set<String> readers, Set<String> writers, boolean removed) {}

  private static final class Uses {
    private final Set<String> readers = new TreeSet<>();
    private final Set<String> writers = new TreeSet<>();
    private boolean removed;
  }

  private final ProgramNames programs = new ProgramNames();
  private final NavigableMap<ByteString, Uses> byPath = new TreeMap<>();
  private Optional<RunFolders> seen = Optional.empty();

  /** Takes the next event. */
  public void accept(Event event) {
    if (event instanceof Event.OfProcess e) {
      String program = programs.accept(e);
      switch (e) {
        case Event.Exec exec when seen.isEmpty() -> seen = RunFolders.of(exec);
        case Event.Open open when open.kind() == FileKind.FILE -> opened(open, program);
        case Event.Rename rename when rename.exchange() -> exchanged(rename.from(), rename.to());
        case Event.Rename rename -> renamed(rename.from(), rename.to());
        case Event.Unlink unlink -> {
          Uses uses = byPath.get(unlink.path());
          if (uses != null) {
            uses.removed = true;
          }
        }
        default -> {}
      }
    }
  }

  /** The files of each role, by path; roles without any are there too. */
  public Map<FileRole, List<Row>> byRole(RunFolders folders) {
    Map<FileRole, List<Row>> rows = new EnumMap<>(FileRole.class);
    for (FileRole role : FileRole.values()) {
      rows.put(role, new ArrayList<>());
    }
    byPath.forEach((path, uses) ->
        rows.computeIfAbsent(FileRole.of(path, folders), _ -> new ArrayList<>())
            .add(new Row(path, Set.copyOf(uses.readers), Set.copyOf(uses.writers), uses.removed)));
    return rows;
  }

  /** The folders that the trace itself shows; without any exec in it, all files are the image's. */
  public RunFolders foldersSeen() {
    return seen.orElse(RunFolders.USUAL);
  }

  /**
   * The tables as text: the run's own files one by one, of all others how many there are.
   *
   * @param all whether to show all others one by one too
   */
  public String text(RunFolders folders, boolean all) {
    StringBuilder text = new StringBuilder();
    byRole(folders)
        .forEach((role, rows) -> {
          if (rows.isEmpty()) {
            return;
          }
          text.append(heading(role, rows)).append('\n');
          if (all || SHOWN.contains(role)) {
            rows.forEach(row -> text.append(line(row)).append('\n'));
          }
        });
    return text.toString();
  }

  private void opened(Event.Open open, String program) {
    Uses uses = byPath.computeIfAbsent(open.path(), _ -> new Uses());
    uses.removed = false;
    if (open.mode().reads()) {
      uses.readers.add(program);
    }
    if (open.mode().writes()) {
      uses.writers.add(program);
    }
  }

  private void renamed(ByteString from, ByteString to) {
    if (from.equals(to)) {
      return;
    }
    Map<ByteString, Uses> moved = new TreeMap<>();
    take(from, to, moved);
    moved.forEach(this::put);
  }

  private void exchanged(ByteString one, ByteString other) {
    Map<ByteString, Uses> moved = new TreeMap<>();
    take(one, other, moved);
    take(other, one, moved);
    byPath.putAll(moved);
  }

  /** Takes a file, or all below a folder, away from its path, to be put at another one. */
  private void take(ByteString from, ByteString to, Map<ByteString, Uses> moved) {
    Uses uses = byPath.remove(from);
    if (uses != null) {
      moved.put(to, uses);
      return;
    }
    // All that a folder holds sorts between its name with a slash and the same with the next byte.
    Map<ByteString, Uses> below =
        byPath.subMap(from.concat(ByteString.of("/")), from.concat(ByteString.of("0")));
    below.forEach(
        (path, u) -> moved.put(to.concat(path.substring(from.length(), path.length())), u));
    below.clear();
  }

  /** What was read and written under the new name before stays with it. */
  private void put(ByteString path, Uses uses) {
    Uses former = byPath.put(path, uses);
    if (former != null) {
      uses.readers.addAll(former.readers);
      uses.writers.addAll(former.writers);
    }
  }

  private static String heading(FileRole role, List<Row> rows) {
    long read = rows.stream().filter(row -> !row.readers().isEmpty()).count();
    long written = rows.stream().filter(row -> !row.writers().isEmpty()).count();
    return "%s: %d read, %d written".formatted(role.name().toLowerCase(Locale.ROOT), read, written);
  }

  private static String line(Row row) {
    StringBuilder line = new StringBuilder("  ").append(ShellText.quote(row.path()));
    String separator = "  ";
    if (!row.readers().isEmpty()) {
      line.append(separator).append("read by ").append(joined(row.readers()));
      separator = ", ";
    }
    if (!row.writers().isEmpty()) {
      line.append(separator).append("written by ").append(joined(row.writers()));
      separator = ", ";
    }
    return row.removed() ? line.append(separator).append("removed").toString() : line.toString();
  }

  private static String joined(Set<String> programs) {
    return String.join(" ", new TreeSet<>(programs));
  }
}
