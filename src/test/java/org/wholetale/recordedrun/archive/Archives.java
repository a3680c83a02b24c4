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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.attestation.RuntimeTraceStatement;
import org.wholetale.recordedrun.signing.DsseEnvelope;
import org.wholetale.recordedrun.signing.SigningKey;

/** Builds small archives in a folder; whole ones, unless a test asks for something else. */
final class Archives {

  static final Instant START = Instant.parse("2026-11-23T05:00:00.000000007Z");

  private final Path folder;
  private final List<ManifestFile> files = new ArrayList<>();
  private long events;
  private @Nullable SigningKey key;

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

  /** Whatever is committed from now on is signed. */
  Archives sign(SigningKey by) {
    key = by;
    return this;
  }

  /** Writes the manifest. */
  Path commit() throws IOException {
    return commit(completeTrace(events));
  }

  Path commit(ManifestTrace trace) throws IOException {
    Files.createDirectories(folder);
    return commit(ManifestPlace.FIRST, manifest(trace, files));
  }

  /** As a recorder does that comes after somebody who had recovered the archive. */
  Path commitLate() throws IOException {
    return commit(ManifestPlace.LATE, manifest(completeTrace(events), files));
  }

  /** As somebody who closes what a recorder has left. */
  Path commitRecovered(String... leftOut) throws IOException {
    Manifest own = manifest(completeTrace(events), files);
    Manifest recovered =
        new Manifest(
            own.formatVersion(),
            own.run(),
            own.entrypoint(),
            own.startedAt(),
            null,
            null,
            null,
            own.trace(),
            own.recorder(),
            new ManifestRecovery(
                START,
                Stream.of(leftOut)
                    .map(path -> new ManifestRecovery.LeftOut(path, "it is damaged"))
                    .toList()),
            List.of(),
            files);
    return commit(ManifestPlace.FIRST, recovered);
  }

  private Path commit(ManifestPlace place, Manifest manifest) throws IOException {
    byte[] json = manifest.toJson();
    if (key != null) {
      byte[] statement = RuntimeTraceStatement.of(place, Sha256.of(json), manifest, List.of());
      unlisted(
          place.attestation(),
          DsseEnvelope.sign(RuntimeTraceStatement.PAYLOAD_TYPE, statement, key).toJson());
      unlisted(place.signature(), ManifestSignature.of(json, key).toJson());
    }
    Files.write(folder.resolve(place.manifest()), json);
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
        3L,
        1L,
        0,
        0,
        List.of(),
        List.of());
  }

  static Manifest manifest(ManifestTrace trace, List<ManifestFile> files) {
    return manifest(trace, List.of(), files);
  }

  static Manifest manifest(
      ManifestTrace trace, List<ManifestOmission> omitted, List<ManifestFile> files) {
    return new Manifest(
        new ManifestRun(
            "science",
            "hello",
            "0-1-2",
            "registry.example.org/hello:1",
            null,
            null,
            new ManifestAbout(
                "Hello",
                null,
                "CC-BY-4.0",
                List.of(new ManifestAbout.Author("Josiah Carberry", "0000-0002-1825-0097"))),
            new ManifestFolders("/work/workspace", null)),
        List.of("sh", "run.sh"),
        START,
        START.plusSeconds(2),
        0,
        null,
        trace,
        new ManifestRecorder("0.1.0", "0.23.2", "6.12.0", List.of("exec", "fork"), 0.25, 1.5),
        omitted,
        files);
  }
}
