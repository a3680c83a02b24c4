package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileRole;
import org.wholetale.recordedrun.provenance.FileUse;
import org.wholetale.recordedrun.provenance.FileVersion;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.FileKind;

/** The rows of a run's files, those of the tale's own folders first, each with who used it. */
final class FilesJson {

  /** As the page has them. */
  private static final List<FileRole> ROLES =
      List.of(FileRole.WORKSPACE, FileRole.DATA, FileRole.SCRATCH, FileRole.IMAGE, FileRole.KERNEL);

  /** As the page has them. */
  private static final List<FileKind> KINDS =
      List.of(
          FileKind.FILE,
          FileKind.DIRECTORY,
          FileKind.CHARACTER_DEVICE,
          FileKind.BLOCK_DEVICE,
          FileKind.FIFO,
          FileKind.SOCKET,
          FileKind.OTHER);

  private static final int READS = 1;
  private static final int WRITES = 2;
  private static final int EXECUTES = 4;
  private static final int REMOVED = 1;
  private static final int FOUND = 2;

  private record Shown(FileHistory file, FileRole role) {}

  private final JsonGenerator json;
  private final RunRecord run;
  private final ShownProcesses processes;
  private final Texts texts;
  private final ReportLimits limits;
  private final List<FileHistory> files;
  private int uses;

  FilesJson(
      JsonGenerator json,
      RunRecord run,
      ShownProcesses processes,
      Texts texts,
      ReportLimits limits) {
    this.json = json;
    this.run = run;
    this.processes = processes;
    this.texts = texts;
    this.limits = limits;
    this.files = run.graph().files();
  }

  /** How many there are, those left out too. */
  int total() {
    return files.size();
  }

  void write() throws IOException {
    json.writeArrayFieldStart("files");
    List<Shown> shown =
        files.stream()
            .map(file -> new Shown(file, run.roleOf(file)))
            .sorted(Comparator.comparingInt(each -> ROLES.indexOf(each.role())))
            .limit(limits.files())
            .toList();
    for (Shown each : shown) {
      write(each.file(), each.role());
    }
    json.writeEndArray();
  }

  private void write(FileHistory file, FileRole role) throws IOException {
    FileContents.@Nullable Content content = run.contents().of(file).orElse(null);
    int slash = lastSlash(file.path());
    json.writeStartArray();
    json.writeNumber(texts.number(VisibleText.name(file.path().substring(0, slash))));
    json.writeString(VisibleText.name(file.path().substring(slash, file.path().length())));
    json.writeNumber(ROLES.indexOf(role));
    json.writeNumber(KINDS.indexOf(file.kind()));
    json.writeNumber((file.isRemoved() ? REMOVED : 0) | (file.isFound() ? FOUND : 0));
    Numbers.write(json, content == null ? null : Long.valueOf(content.size()));
    json.writeString(content == null ? null : content.sha256());
    json.writeStartArray();
    int leftOut = 0;
    for (FileVersion version : file.versions()) {
      for (FileUse use : version.uses()) {
        Integer execution = processes.place(use.execution());
        if (execution != null && uses < limits.uses()) {
          write(use, execution, version);
          uses++;
        } else {
          leftOut++;
        }
      }
    }
    json.writeEndArray();
    List<FileVersion> fromEarlier =
        file.versions().stream().filter(FileVersion::isFromEarlier).toList();
    if (leftOut > 0 || !fromEarlier.isEmpty()) {
      json.writeNumber(leftOut);
    }
    if (!fromEarlier.isEmpty()) {
      json.writeStartArray();
      for (FileVersion version : fromEarlier) {
        json.writeNumber(version.number());
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /** Times from the execution's beginning on, which are shorter. */
  private void write(FileUse use, int place, FileVersion version) throws IOException {
    Execution execution = use.execution();
    json.writeStartArray();
    json.writeNumber(place);
    json.writeNumber(
        (use.reads() ? READS : 0)
            | (use.writes() ? WRITES : 0)
            | (use.isExecuted() ? EXECUTES : 0));
    boolean counted = use.bytesRead() > 0 || use.bytesWritten() > 0;
    if (use.writes() || counted || !version.isFound()) {
      json.writeNumber(version.number());
      Numbers.write(json, since(execution, use.readFrom()));
      Numbers.write(json, since(execution, use.writtenFrom()));
      Numbers.write(json, since(execution, use.writtenUntil()));
    } else {
      // Of nearly all uses there is no more to tell.
      Long readFrom = since(execution, use.readFrom());
      json.writeNumber(0);
      Numbers.write(json, readFrom);
    }
    if (counted) {
      json.writeNumber(use.bytesRead());
      json.writeNumber(use.bytesWritten());
    }
    json.writeEndArray();
  }

  private static @Nullable Long since(Execution execution, @Nullable Long time) {
    return time == null ? null : time - execution.from();
  }

  private static int lastSlash(ByteString path) {
    int slash = path.length() - 1;
    while (slash > 0 && path.byteAt(slash) != '/') {
      slash--;
    }
    return Math.max(slash, 0);
  }
}
