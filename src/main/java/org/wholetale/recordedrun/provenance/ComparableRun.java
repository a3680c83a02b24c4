package org.wholetale.recordedrun.provenance;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/**
 * A run without what differs by nature: numbers of processes, times, names of temporary files, the
 * order among processes, and where its folders lie.
 */
final class ComparableRun {

  /** Programs choose names there that nobody else has. */
  private static final Pattern TEMPORARY =
      Pattern.compile("(?<![\\w.])(/tmp|/var/tmp|/dev/shm|/run)/[^\\s'\"]+");

  /** Python keeps the times of its sources there. */
  private static final Pattern CACHE = Pattern.compile(".*/__pycache__/[^/]+\\.pyc(\\.\\d+)?");

  private static final int DIGITS = 12;

  /**
   * What a file held.
   *
   * @param size null where it is not known, as {@code sha256}
   */
  record Content(@Nullable Long size, @Nullable String sha256) {

    boolean isKnown() {
      return sha256 != null;
    }

    /** Whether they are known to differ. */
    boolean differsFrom(Content other) {
      if (sha256 != null && other.sha256 != null) {
        return !sha256.equals(other.sha256);
      }
      return size != null && other.size != null && !size.equals(other.size);
    }

    String text() {
      return (size == null ? "size not known" : size + " bytes")
          + (sha256 == null ? "" : ", sha256 " + sha256.substring(0, DIGITS) + "...");
    }
  }

  private final RunRecord run;

  ComparableRun(RunRecord run) {
    this.run = run;
  }

  RunDescription description() {
    return run.description();
  }

  String command() {
    return normal(ShellText.commandLineOf(run.description().entrypoint()));
  }

  /** Those that were recorded, as the first program had them. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    run.graph().executions().stream()
        .flatMap(execution -> Optional.ofNullable(execution.exec()).stream())
        .findFirst()
        .ifPresent(exec ->
            exec.environment()
                .forEach((name, value) -> variables.put(name, normal(ShellText.quote(value)))));
    return variables;
  }

  Map<String, Content> inputs() {
    return contents(FileList.inputs(run), Set.of(FileRole.WORKSPACE, FileRole.DATA));
  }

  /** Those of the image, of which the run may have read some alone. */
  Map<String, Content> imageFiles() {
    return contents(FileList.inputs(run), Set.of(FileRole.IMAGE));
  }

  Map<String, Content> outputs() {
    return contents(FileList.outputs(run), Set.of(FileRole.WORKSPACE, FileRole.DATA));
  }

  /** What ran and how it ended, and how often. */
  Map<String, Integer> programs() {
    return run.graph().executions().stream()
        .filter(execution -> execution.exec() != null)
        .map(this::program)
        .collect(Collectors.toMap(name -> name, _ -> 1, Integer::sum, LinkedHashMap::new));
  }

  String ending() {
    RunDescription run = this.run.description();
    if (run.signal() != null) {
      return "was ended by signal " + run.signal();
    }
    return run.exitCode() == null ? "has no known end" : "ended with exit code " + run.exitCode();
  }

  @Nullable Duration duration() {
    RunDescription run = this.run.description();
    return run.startedAt() == null || run.finishedAt() == null
        ? null
        : Duration.between(run.startedAt(), run.finishedAt());
  }

  /** In words, the first of the differences in this run's order of time; null without any. */
  @Nullable String firstOf(List<RunDiff.Difference> effects) {
    Set<String> names = effects.stream().map(RunDiff.Difference::what).collect(Collectors.toSet());
    Optional<FileUse> write =
        run.graph().files().stream()
            .filter(file -> file.isWritten() && names.contains(name(file.path())))
            .flatMap(file -> file.versions().stream())
            .flatMap(version -> version.writers().stream())
            .min(Comparator.comparingLong(ComparableRun::writtenFrom));
    Optional<Execution> program =
        run.graph().executions().stream()
            .filter(execution -> execution.exec() != null && names.contains(program(execution)))
            .findFirst();
    if (program.isPresent()
        && (write.isEmpty() || program.get().from() < writtenFrom(write.get()))) {
      return "it is the first to run otherwise: " + program(program.get());
    }
    return write
        .map(use ->
            "%s is the first to be written otherwise, by %s"
                .formatted(
                    name(use.version().file().path()),
                    normal(CommandText.of(use.execution().process()))))
        .orElse(null);
  }

  private static long writtenFrom(FileUse use) {
    Long from = use.writtenFrom();
    return from == null ? Long.MAX_VALUE : from;
  }

  private String program(Execution execution) {
    Event.Exec exec = execution.exec();
    Event.Exit exit = execution.process().exit();
    boolean last = exec != null && exec.equals(execution.process().program());
    String end =
        exit == null || !last
            ? ""
            : exit.signal() == null
                ? " [exit " + exit.code() + "]"
                : " [signal " + exit.signal() + "]";
    return normal(exec == null ? "?" : CommandText.of(exec)) + end;
  }

  private Map<String, Content> contents(List<FileList.Row> rows, Set<FileRole> roles) {
    Map<String, Content> contents = new TreeMap<>();
    for (FileList.Row row : rows) {
      if (roles.contains(row.role()) && !CACHE.matcher(row.path().toString()).matches()) {
        contents.put(name(row.path()), new Content(row.size(), row.sha256()));
      }
    }
    return contents;
  }

  private String name(ByteString path) {
    return normal(ShellText.quote(path));
  }

  private String normal(String text) {
    RunFolders folders = run.description().folders();
    String own = text.replace(folders.workspace() + "/", "");
    String data = folders.data();
    if (data != null) {
      own = own.replace(data + "/", "../data/");
    }
    return TEMPORARY.matcher(own).replaceAll("$1/*");
  }
}
