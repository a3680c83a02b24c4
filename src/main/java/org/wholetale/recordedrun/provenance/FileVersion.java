package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file held, from one writing to the next. Those who write at the same time make one version
 * together; nobody can tell their parts from each other.
 */
public final class FileVersion {

  private final FileHistory file;
  private final int number;
  private final boolean fromEarlier;
  private final List<FileUse> uses = new ArrayList<>(1);
  private final Map<TracedProcess, FileUse> writers = new LinkedHashMap<>(2);

  FileVersion(FileHistory file, int number, boolean fromEarlier) {
    this.file = file;
    this.number = number;
    this.fromEarlier = fromEarlier;
  }

  /** The file. */
  public FileHistory file() {
    return file;
  }

  /** 0 for what was there before the run, from 1 for what the run wrote. */
  public int number() {
    return number;
  }

  /** Whether it is what the run found. */
  public boolean isFound() {
    return number == 0;
  }

  /** Whether it may hold some of the version before it, which was neither removed nor emptied. */
  public boolean isFromEarlier() {
    return fromEarlier;
  }

  /** Who used it, in the order in which they began to. */
  public List<FileUse> uses() {
    return Collections.unmodifiableList(uses);
  }

  /** Who may have read it. */
  public List<FileUse> readers() {
    return uses.stream().filter(FileUse::reads).toList();
  }

  /** Who may have written it. */
  public Collection<FileUse> writers() {
    return Collections.unmodifiableCollection(writers.values());
  }

  /** When it began to be written; null where the run found it. */
  public @Nullable Long from() {
    return writers.values().stream()
        .map(FileUse::writtenFrom)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** When the last of its writers was done; null where there was none, or its end is not known. */
  public @Nullable Long until() {
    if (writers.values().stream().anyMatch(FileUse::isWriting)) {
      return null;
    }
    return writers.values().stream()
        .map(FileUse::writtenUntil)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  @Nullable FileUse writingUseOf(TracedProcess process) {
    return writers.get(process);
  }

  void written(FileUse by) {
    writers.putIfAbsent(by.execution().process(), by);
  }

  void add(FileUse use) {
    uses.add(use);
  }
}
