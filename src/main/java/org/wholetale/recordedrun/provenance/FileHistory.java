package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;

/** A file of a run with all its versions. */
public final class FileHistory {

  private final int number;
  private final TracedFile file;
  private final FileKind kind;
  private final List<FileVersion> versions = new ArrayList<>(1);

  FileHistory(int number, TracedFile file, FileKind kind) {
    this.number = number;
    this.file = file;
    this.kind = kind;
  }

  /** Its place among all files of the run, from 0, in the order in which they were first opened. */
  public int number() {
    return number;
  }

  /** Its identity, which another file may have once this one is removed. */
  public FileId id() {
    return file.id();
  }

  /** The last name that it had, absolute. */
  public ByteString path() {
    return file.path();
  }

  /** Whether the run removed it. */
  public boolean isRemoved() {
    return file.isRemoved();
  }

  /** What kind of file it is. */
  public FileKind kind() {
    return kind;
  }

  /** In the order in which they came to be; never empty. */
  public List<FileVersion> versions() {
    return Collections.unmodifiableList(versions);
  }

  /** The last one that is known. */
  public FileVersion last() {
    return versions.getLast();
  }

  /** Whether the run may have read it. */
  public boolean isRead() {
    return versions.stream().anyMatch(version -> !version.readers().isEmpty());
  }

  /** Whether the run may have written it. */
  public boolean isWritten() {
    return versions.stream().anyMatch(version -> !version.writers().isEmpty());
  }

  /** Whether some of it was there before the run. */
  public boolean isFound() {
    return versions.getFirst().isFound();
  }

  /**
   * Since when a process may have had the file open that wrote a version of it, where that is not
   * told: since it was done with those before, or since it was made with what its parent had open.
   */
  long mayBeOpenSince(TracedProcess process, FileVersion version) {
    return versions.stream()
        .takeWhile(each -> each != version)
        .flatMap(each -> Stream.ofNullable(each.writingUseOf(process)))
        .flatMap(before -> Stream.ofNullable(before.writtenUntil()))
        .max(Comparator.naturalOrder())
        .orElse(process.since());
  }

  boolean isEmpty() {
    return versions.isEmpty();
  }

  FileVersion found() {
    return add(new FileVersion(this, 0, false));
  }

  FileVersion written(boolean fromEarlier) {
    int number = versions.isEmpty() ? 1 : versions.getLast().number() + 1;
    return add(new FileVersion(this, number, fromEarlier && !versions.isEmpty()));
  }

  private FileVersion add(FileVersion version) {
    versions.add(version);
    return version;
  }
}
