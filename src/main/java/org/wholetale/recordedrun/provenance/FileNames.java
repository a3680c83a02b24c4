package org.wholetale.recordedrun.provenance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.FileKind;

/** Finds the file that somebody means by a name. */
public final class FileNames {

  private static final int MOST_NAMES = 8;

  /** There is no such file, or there are several. The message says what there is. */
  public static final class NoSuchFileException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchFileException(String message) {
      super(message);
    }
  }

  private FileNames() {}

  /**
   * The file of a name; where several had it, the one that was there last.
   *
   * @param name absolute, relative to the workspace, or the end of one name alone, from a slash on
   */
  public static FileHistory find(RunRecord run, String name) throws NoSuchFileException {
    List<FileHistory> files =
        run.graph().files().stream()
            .filter(file -> file.kind() == FileKind.FILE || file.kind() == FileKind.FIFO)
            .toList();
    String path = absolute(run.description().folders().workspace(), name);
    Optional<FileHistory> exact = last(files, ByteString.of(path));
    if (exact.isPresent()) {
      return exact.get();
    }
    String ending = path.startsWith("/") && name.startsWith("/") ? name : "/" + name;
    List<ByteString> ends =
        files.stream()
            .map(FileHistory::path)
            .filter(each -> each.toString().endsWith(ending))
            .distinct()
            .toList();
    return switch (ends.size()) {
      case 0 -> throw new NoSuchFileException(none(name, files));
      case 1 -> last(files, ends.getFirst()).orElseThrow();
      default ->
          throw new NoSuchFileException(
              "%d files of the run end in '%s'; name one of them:%n%s"
                  .formatted(ends.size(), name, listed(ends)));
    };
  }

  /** Sorted so that of those with one name the removed ones come first. */
  private static Optional<FileHistory> last(List<FileHistory> files, ByteString path) {
    return files.stream().filter(file -> file.path().equals(path)).reduce((_, later) -> later);
  }

  private static String absolute(String workspace, String name) {
    String path = name.startsWith("/") ? name : workspace + "/" + name;
    StringBuilder plain = new StringBuilder();
    for (String part : path.split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> plain.setLength(Math.max(0, plain.lastIndexOf("/")));
        default -> plain.append('/').append(part);
      }
    }
    return plain.toString();
  }

  private static String none(String name, List<FileHistory> files) {
    String base = name.substring(name.lastIndexOf('/') + 1);
    int dot = base.lastIndexOf('.');
    String stem = dot > 0 ? base.substring(0, dot) : base;
    List<ByteString> near = containing(files, stem);
    if (near.isEmpty() && dot > 0) {
      near = containing(files, base.substring(dot));
    }
    return near.isEmpty()
        ? "the run opened no file '%s'; recordedrun inputs and outputs list those it did"
            .formatted(name)
        : "the run opened no file '%s'; do you mean one of these?%n%s"
            .formatted(name, listed(near));
  }

  private static List<ByteString> containing(List<FileHistory> files, String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return files.stream()
        .map(FileHistory::path)
        .filter(path -> path.toString().toLowerCase(Locale.ROOT).contains(wanted))
        .distinct()
        .toList();
  }

  private static String listed(List<ByteString> paths) {
    String names =
        paths.stream()
            .limit(MOST_NAMES)
            .map(path -> "  " + ShellText.quote(path))
            .collect(Collectors.joining("\n"));
    return paths.size() <= MOST_NAMES
        ? names
        : names + "\n  and %d more".formatted(paths.size() - MOST_NAMES);
  }
}
