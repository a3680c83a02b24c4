package org.wholetale.recordedrun.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds small archives in a folder; whole ones, unless a test asks for something else. */
final class Archives {

  static final Instant START = Instant.parse("2026-11-23T05:00:00.000000007Z");

  private final Path folder;
  private final List<ManifestFile> files = new ArrayList<>();
  private long events;

  private Archives(Path folder) {
    this.folder = folder;
  }

  /** An archive without anything in it. */
  static Archives emptyIn(Path folder) {
    return new Archives(folder);
  }

  /**
   * Three segments of events, one of output, and some files; the manifest is still to be written.
   */
  static Archives in(Path folder) throws IOException {
    return emptyIn(folder)
        .events(0, 4)
        .events(1, 3)
        .events(2, 5)
        .segment("output/000000.ndjson.zst", "{\"t\":1,\"stream\":\"stdout\",\"data\":\"hi\"}\n")
        .file("entrypoint", "sh run.sh\n")
        .file("stdout", "hi\n")
        .file("outputs/result.csv", "a,b\n1,2\n");
  }

  /** A segment with so many events, whose numbers go on from the last. */
  Archives events(int number, int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(event(events++));
    }
    return segment(eventsPath(number), lines.toString());
  }

  Archives segment(String path, String lines) throws IOException {
    return file(path, Zstd.compress(lines.getBytes(UTF_8)));
  }

  Archives file(String path, String content) throws IOException {
    return file(path, content.getBytes(UTF_8));
  }

  /** A file that is listed. */
  Archives file(String path, byte[] content) throws IOException {
    unlisted(path, content);
    files.add(ManifestFile.of(folder.resolve(path), path, "application/octet-stream"));
    return this;
  }

  Archives unlisted(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, content);
    return this;
  }

  /** Writes the manifest. */
  Path commit() throws IOException {
    return commit(completeTrace(events));
  }

  Path commit(ManifestTrace trace) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(Manifest.FILE_NAME), manifest(trace, files).toJson());
    return folder;
  }

  static Verification verify(Path folder) throws IOException {
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.of(folder), Map.of())) {
      return new ArchiveVerifier(store).verify();
    }
  }

  static String event(long seq) {
    return "{\"seq\":%d,\"t\":1,\"type\":\"open\",\"path\":\"/a\\n{\\\"seq\\\":9}\",\"x\":{\"seq\":7}}\n"
        .formatted(seq);
  }

  static String eventsPath(int number) {
    return "events/%06d.ndjson.zst".formatted(number);
  }

  static ManifestTrace completeTrace(long events) {
    return new ManifestTrace(
        START,
        true,
        events,
        0L,
        0,
        List.of(),
        new ManifestExec("/bin/sh", List.of("sh", "run.sh"), 4711),
        2,
        3,
        1,
        0,
        0,
        List.of(),
        List.of());
  }

  static Manifest manifest(ManifestTrace trace, List<ManifestFile> files) {
    return new Manifest(
        new ManifestRun("science", "hello", "0-1-2", "registry.example.org/hello:1", null, null),
        List.of("sh", "run.sh"),
        START,
        START.plusSeconds(2),
        0,
        null,
        trace,
        new ManifestRecorder("0.1.0", "0.23.2", "6.12.0", List.of("exec", "fork"), 0.25, 1.5),
        files);
  }
}
