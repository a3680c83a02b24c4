package org.wholetale.recordedrun.provenance;

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
public final class FileInventory {

  private final Map<FileId, TracedFile> files = new HashMap<>();
  private final NavigableMap<ByteString, FileId> byPath = new TreeMap<>();

  /** Files whose identity was given to another one after they were gone. */
  private final List<TracedFile> former = new ArrayList<>();

  private long filesRead;
  private long filesWritten;

  /** Takes the next event. */
  public void accept(Event event) {
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
  public List<TracedFile> files() {
    List<TracedFile> all = new ArrayList<>(former);
    all.addAll(files.values());
    all.sort(
        Comparator.comparing(TracedFile::path)
            .thenComparing(TracedFile::isRemoved, Comparator.reverseOrder())
            .thenComparing(file -> file.id().inodeText()));
    return all;
  }

  /** How many were read. */
  public long filesRead() {
    return filesRead;
  }

  /** How many were changed. */
  public long filesWritten() {
    return filesWritten;
  }

  /** The file that has an identity now; null where none is known. */
  @Nullable TracedFile find(FileId id) {
    return files.get(id);
  }

  /** The file that has a name now; null where none is known. */
  @Nullable TracedFile find(ByteString path) {
    FileId id = byPath.get(path);
    return id == null ? null : files.get(id);
  }

  private void opened(Event.Open open) {
    TracedFile file = files.get(open.file());
    if (file != null && file.isRemoved() && open.flags().created()) {
      former.add(file);
      file = null;
    }
    if (file == null) {
      file = new TracedFile(open.file(), open.path());
      files.put(open.file(), file);
    }
    file.open(open.path());
    if (open.mode().reads()) {
      filesRead += file.isRead() ? 0 : 1;
      file.readAt(open.time());
    }
    if (open.mode().writes()) {
      changed(file);
    }
    byPath.put(open.path(), open.file());
  }

  private void changed(TracedFile file) {
    filesWritten += file.isWritten() ? 0 : 1;
    file.write();
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
    rename(id, to);
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
      rename(file, path);
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
    TracedFile file = find(path);
    if (file != null) {
      changed(file);
    }
  }

  private void rename(FileId id, ByteString to) {
    TracedFile file = files.get(id);
    if (file != null) {
      file.rename(to);
    }
  }

  private void removed(ByteString path) {
    FileId id = byPath.remove(path);
    TracedFile file = id == null ? null : files.get(id);
    // A file that was opened by another name since has that one left.
    if (file != null && file.path().equals(path)) {
      file.remove();
    }
  }
}
