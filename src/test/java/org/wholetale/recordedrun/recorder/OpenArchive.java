package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.archive.Opening;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.archive.StoredFile;
import org.wholetale.recordedrun.archive.Verification;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.EventJson;

/** An archive as a recorder fills it while the run goes on. */
public final class OpenArchive {

  static final Instant START = Instant.parse("2026-11-23T05:00:00.000000007Z");
  static final ManifestRun RUN =
      new ManifestRun(
          "tales", "hello", "0-1-2", "registry.example.org/hello:1", null, null, null, null);
  static final ManifestRecorder RECORDER =
      new ManifestRecorder("0.1.0", "0.23.2", "6.12.0", List.of("lifecycle"), null, 0.4);

  private final ArchiveStore store;
  private final Path scratch;
  private long sequence;

  /**
   * @param scratch a folder for files on their way
   */
  public OpenArchive(ArchiveStore store, Path scratch) {
    this.store = store;
    this.scratch = scratch;
  }

  ArchiveStore store() {
    return store;
  }

  public OpenArchive opening() throws IOException {
    return file(
        Opening.FILE_NAME, new Opening(RUN, List.of("sh", "run.sh"), START, RECORDER).toJson());
  }

  /** A segment of events, whose numbers go on from the last. */
  public OpenArchive events(int number, Event... events) throws IOException {
    return file(new SegmentName(SegmentName.EVENTS, number).path(), Zstd.compress(lines(events)));
  }

  OpenArchive output(int number, String text) throws IOException {
    String line = "{\"t\":1,\"stream\":\"stdout\",\"data\":\"%s\"}\n".formatted(text);
    return file(
        new SegmentName(SegmentName.OUTPUT, number).path(),
        Zstd.compress(line.getBytes(StandardCharsets.UTF_8)));
  }

  OpenArchive file(String path, byte[] content) throws IOException {
    Path file = Files.write(scratch.resolve("file"), content);
    store.put(path, file, Sha256.of(content).hex());
    return this;
  }

  /** The lines of a segment, not compressed. */
  byte[] lines(Event... events) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (JsonGenerator json = EventJson.generator(lines)) {
      for (Event event : events) {
        EventJson.write(json, sequence++, event);
        EventJson.endLine(json);
      }
    }
    return lines.toByteArray();
  }

  /** What the recorder writes last, when nothing was lost. */
  public byte[] recordersManifest() throws IOException {
    List<ManifestFile> files = new ArrayList<>();
    for (String path : paths()) {
      if (Manifest.lists(path)) {
        files.add(ManifestFile.of(store, path, MediaType.of(path), content -> {}));
      }
    }
    return manifest(sequence, files).toJson();
  }

  /** Of a run of so many events. */
  static Manifest manifest(long events, List<ManifestFile> files) {
    return new Manifest(
        RUN,
        List.of("sh", "run.sh"),
        START,
        START.plusSeconds(2),
        0,
        null,
        new ManifestTrace(
            START, true, events, 0L, 0, List.of(), null, 1, 0L, 0L, 0, 0, List.of(), List.of()),
        RECORDER,
        List.of(),
        files);
  }

  List<String> paths() throws IOException {
    return store.list().stream().map(StoredFile::path).toList();
  }

  Verification verify() throws IOException {
    return new ArchiveVerifier(store).verify();
  }
}
