package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;

/** The versions of a run's files and who used them, as events pass. */
final class FileHistories {

  /** A folder or device, which no name follows when it is renamed. */
  private record Special(FileId id, ByteString path) {}

  private final FileInventory inventory;
  private final Map<TracedFile, FileHistory> histories = new HashMap<>();
  private final Map<Special, FileHistory> specials = new HashMap<>();
  private long footprint;

  /**
   * @param inventory takes each event before this does
   */
  FileHistories(FileInventory inventory) {
    this.inventory = inventory;
  }

  /** All of them, by path. */
  List<FileHistory> all() {
    List<FileHistory> all = new ArrayList<>(histories.values());
    all.addAll(specials.values());
    all.sort(
        Comparator.comparing(FileHistory::path)
            .thenComparing(FileHistory::isRemoved, Comparator.reverseOrder())
            .thenComparingInt(FileHistory::number));
    return all;
  }

  /** About how many bytes of memory they take. */
  long footprint() {
    return footprint;
  }

  void opened(Execution execution, Event.Open open) {
    if (open.kind() == FileKind.FILE) {
      openedFile(execution, open);
      return;
    }
    FileUse use = use(execution, special(open).last(), open.path());
    if (open.mode().reads()) {
      use.read(open.time());
    }
    if (open.mode().writes()) {
      use.write(open.time());
    }
  }

  private void openedFile(Execution execution, Event.Open open) {
    TracedFile file = Objects.requireNonNull(inventory.find(open.file()), "not in the inventory");
    FileHistory history = histories.computeIfAbsent(file, f -> add(f, FileKind.FILE));
    boolean fromEarlier = !open.flags().created() && !open.flags().emptied();
    if (history.isEmpty() && !open.flags().created()) {
      history.found();
    }
    if (open.mode().reads() && (!open.mode().writes() || fromEarlier)) {
      use(execution, readable(history), open.path()).read(open.time());
    }
    if (open.mode().writes()) {
      FileVersion version =
          goesOn(history, execution) ? history.last() : history.written(fromEarlier);
      use(execution, version, open.path()).write(open.time());
    }
  }

  void closed(Execution execution, Event.Close close) {
    TracedFile file = inventory.find(close.file());
    FileHistory history = file == null ? null : histories.get(file);
    if (history == null || history.isEmpty()) {
      return;
    }
    FileUse use = writing(execution, history, close);
    if (close.stillOpen()) {
      use.write(close.time());
    } else {
      use.writtenUntil(close.time());
    }
  }

  /** How a process that closes a file has written it, which need not have been told. */
  private FileUse writing(Execution execution, FileHistory history, Event.Close close) {
    TracedProcess process = execution.process();
    FileVersion version = history.last();
    FileUse known = version.writingUseOf(process);
    if (known != null && (known.isWriting() || !isReadSince(version, known))) {
      return known;
    }
    // That it was born with the descriptor is not told, nor that it has opened the file as before.
    boolean joins = !hasOpened(process, history) && goesOn(history, execution);
    FileVersion written = joins ? version : history.written(true);
    FileUse use = use(execution, written, close.path());
    use.write(close.stillOpen() ? history.mayBeOpenSince(process, written) : close.time());
    return use;
  }

  private static boolean hasOpened(TracedProcess process, FileHistory history) {
    return history.versions().stream().anyMatch(each -> each.writingUseOf(process) != null);
  }

  void cut(Execution execution, Event.Truncate truncate) {
    TracedFile file = inventory.find(truncate.path());
    FileHistory history = file == null ? null : histories.get(file);
    if (history == null) {
      return;
    }
    FileVersion version = goesOn(history, execution) ? history.last() : history.written(true);
    FileUse use = use(execution, version, truncate.path());
    boolean writing = use.isWriting();
    use.write(truncate.time());
    if (!writing) {
      use.writtenUntil(truncate.time());
    }
  }

  /** The program's own file, where the run has to do with it otherwise: it is made by the run. */
  void executed(Execution execution, Event.Exec exec) {
    TracedFile file = inventory.find(exec.path());
    FileHistory history = file == null ? null : histories.get(file);
    if (history != null) {
      use(execution, history.last(), exec.path()).execute(exec.time());
    }
  }

  /** Bytes may be moved by a descriptor that another process has opened. */
  void moved(Execution execution, Event.Transfer transfer) {
    TracedFile file = inventory.find(transfer.file());
    FileHistory history = file == null ? null : histories.get(file);
    if (history == null) {
      return;
    }
    FileVersion version = history.last();
    FileUse use = use(execution, version, history.path());
    if (transfer.read() > 0 && !use.reads()) {
      use.read(execution.from());
    }
    if (transfer.written() > 0 && version.writingUseOf(execution.process()) == null) {
      Long from = version.from();
      use.write(from == null ? execution.from() : Math.max(from, execution.from()));
      use.writtenUntil(transfer.time());
    }
    use.count(transfer.read(), transfer.written());
  }

  /** What a process had open for writing it has closed by its end. */
  void ended(List<Execution> executions, long time) {
    for (Execution execution : executions) {
      for (FileUse use : execution.files()) {
        if (use.isWriting()) {
          use.writtenUntil(time);
        }
      }
    }
  }

  private FileHistory add(TracedFile file, FileKind kind) {
    footprint += Footprint.FILE + Footprint.of(file.path());
    return new FileHistory(histories.size() + specials.size(), file, kind);
  }

  /** Of a file that was made by an open for reading there is what that made. */
  private static FileVersion readable(FileHistory history) {
    return history.isEmpty() ? history.written(false) : history.last();
  }

  /** What a folder or device holds has no versions. */
  private FileHistory special(Event.Open open) {
    return specials.computeIfAbsent(
        new Special(open.file(), open.path()),
        special -> {
          FileHistory history = add(new TracedFile(special.id(), special.path()), open.kind());
          history.found();
          return history;
        });
  }

  /** Whether what is written now belongs to the last version, since that is still being made. */
  private static boolean goesOn(FileHistory history, Execution execution) {
    if (history.isEmpty() || history.last().isFound()) {
      return false;
    }
    FileVersion last = history.last();
    if (last.until() == null) {
      return true;
    }
    FileUse own = last.writingUseOf(execution.process());
    return own != null && last.writers().size() == 1 && !isReadSince(last, own);
  }

  private static boolean isReadSince(FileVersion version, FileUse own) {
    Long until = own.writtenUntil();
    return version.uses().stream()
        .anyMatch(use ->
            use.execution().process() != own.execution().process()
                && use.readFrom() != null
                && (until == null || use.readFrom() > until));
  }

  private FileUse use(Execution execution, FileVersion version, ByteString path) {
    FileUse known = execution.useOf(version);
    if (known != null) {
      return known;
    }
    // Most versions are made with their first use.
    footprint += version.uses().isEmpty() ? Footprint.VERSION + Footprint.USE : Footprint.USE;
    footprint += Footprint.of(path);
    FileUse use = new FileUse(execution, version, path);
    execution.add(use);
    version.add(use);
    return use;
  }
}
