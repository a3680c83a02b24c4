package org.wholetale.recordedrun.recorder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;

/** The regular files that a run read or wrote, by identity, each under the last name it had. */
final class FileInventory {

  /**
   * One file.
   *
   * @param lastRead when it was last opened for reading, on the trace's clock; null if never
   * @param removed whether the run deleted it
   */
  record Entry(
      FileId id,
      ByteString path,
      boolean read,
      boolean written,
      @Nullable Long lastRead,
      boolean removed) {

    private Entry opened(Event.Open open) {
      return new Entry(
          id,
          open.path(),
          read || open.mode().reads(),
          written || open.mode().writes(),
          open.mode().reads() ? (Long) open.time() : lastRead,
          false);
    }

    private Entry renamed(ByteString to) {
      return new Entry(id, to, read, written, lastRead, removed);
    }

    private Entry changed() {
      return new Entry(id, path, read, true, lastRead, removed);
    }

    private Entry gone() {
      return new Entry(id, path, read, written, lastRead, true);
    }
  }

  private final Map<FileId, Entry> entries = new HashMap<>();
  private final NavigableMap<ByteString, FileId> byPath = new TreeMap<>();

  /** Files whose identity was given to another one after they were gone. */
  private final List<Entry> former = new ArrayList<>();

  private long filesRead;
  private long filesWritten;

  void accept(Event event) {
    switch (event) {
      case Event.Open e when e.kind() == FileKind.FILE -> opened(e);
      case Event.Rename e when e.exchange() -> exchanged(e.from(), e.to());
      case Event.Rename e -> renamed(e.from(), e.to());
      case Event.Link e -> linked(e.from(), e.to());
      case Event.Truncate e -> cut(e.path());
      case Event.Unlink e -> removed(e.path());
      default -> {}
    }
  }

  /** All of them, by path; of those with the same one the removed ones first. */
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(former);
    all.addAll(entries.values());
    all.sort(
        Comparator.comparing(Entry::path)
            .thenComparing(Entry::removed, Comparator.reverseOrder())
            .thenComparing(entry -> entry.id().inodeText()));
    return all;
  }

  long filesRead() {
    return filesRead;
  }

  long filesWritten() {
    return filesWritten;
  }

  private void opened(Event.Open open) {
    Entry entry = entries.get(open.file());
    if (entry != null && entry.removed() && open.flags().created()) {
      former.add(entry);
      entry = null;
    }
    if (entry == null) {
      entry = new Entry(open.file(), open.path(), false, false, null, false);
    }
    Entry opened = entry.opened(open);
    filesRead += opened.read() && !entry.read() ? 1 : 0;
    filesWritten += opened.written() && !entry.written() ? 1 : 0;
    entries.put(open.file(), opened);
    byPath.put(open.path(), open.file());
  }

  private void renamed(ByteString from, ByteString to) {
    FileId id = byPath.get(from);
    if (id != null && id.equals(byPath.get(to))) {
      // Two names of one file, or one name: the kernel leaves both.
      return;
    }
    removed(to);
    if (id == null) {
      renamedFolder(from.concat(ByteString.of("/")), to.concat(ByteString.of("/")));
      return;
    }
    byPath.remove(from);
    entries.computeIfPresent(id, (i, entry) -> entry.renamed(to));
    byPath.put(to, id);
  }

  private void renamedFolder(ByteString from, ByteString to) {
    List<ByteString> below =
        byPath.tailMap(from, false).keySet().stream()
            .takeWhile(path -> path.startsWith(from))
            .toList();
    for (ByteString path : below) {
      renamed(path, to.concat(path.substring(from.length(), path.length())));
    }
  }

  private void exchanged(ByteString one, ByteString other) {
    FileId id = byPath.get(one);
    if (id != null && id.equals(byPath.get(other))) {
      return;
    }
    Map<ByteString, FileId> moved = new HashMap<>();
    take(one, other, moved);
    take(other, one, moved);
    moved.forEach((path, file) -> {
      byPath.put(path, file);
      entries.computeIfPresent(file, (i, entry) -> entry.renamed(path));
    });
  }

  /** Takes a file, or all below a folder, away from its path, to be put at another one. */
  private void take(ByteString from, ByteString to, Map<ByteString, FileId> moved) {
    FileId id = byPath.remove(from);
    if (id != null) {
      moved.put(to, id);
      return;
    }
    // All that a folder holds sorts between its name with a slash and the same with the next byte.
    Map<ByteString, FileId> below =
        byPath.subMap(from.concat(ByteString.of("/")), from.concat(ByteString.of("0")));
    below.forEach(
        (path, file) -> moved.put(to.concat(path.substring(from.length(), path.length())), file));
    below.clear();
  }

  private void linked(ByteString from, ByteString to) {
    FileId id = byPath.get(from);
    if (id != null) {
      byPath.put(to, id);
    }
  }

  private void cut(ByteString path) {
    FileId id = byPath.get(path);
    if (id != null) {
      entries.computeIfPresent(
          id,
          (i, entry) -> {
            filesWritten += entry.written() ? 0 : 1;
            return entry.changed();
          });
    }
  }

  private void removed(ByteString path) {
    FileId id = byPath.remove(path);
    if (id != null) {
      // A file that was opened by another name since has that one left.
      entries.computeIfPresent(id, (i, entry) -> entry.path().equals(path) ? entry.gone() : entry);
    }
  }
}
