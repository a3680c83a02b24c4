package org.wholetale.recordedrun.attestation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.archive.Sha256;

/** A run of which something is attested, and a run of which a part is not known. */
final class AttestedRun {

  static final Instant START = Instant.parse("2026-11-23T05:00:00.000000007Z");
  static final List<ManifestFile> FILES =
      List.of(
          file("entrypoint", "sh run.sh\n"),
          file("outputs/out.csv", "a,b\n"),
          file("stdout", "hi\n"));

  static final Manifest COMPLETE = with(FILES);
  static final Manifest INCOMPLETE =
      manifest(null, List.of(new ManifestGap(5, 7L, "bpftrace was killed", null)), FILES);

  private static final String LISTING =
      """
      {"path":"/usr/bin/sh","role":"image","read":true,"written":false,"size":1,"dev":"8:1","ino":"1","sha256":null}
      {"path":"/work/data/a.csv","role":"data","read":true,"written":false,"size":2,"dev":"8:1","ino":"2","sha256":"%1$s"}
      {"path":"/work/data/gone.csv","role":"data","read":true,"written":false,"removed":true,"size":null,"dev":"8:1","ino":"3","sha256":null}
      {"pathB64":"L3dvcmsvZGF0YS//Cg==","role":"data","read":true,"written":false,"size":2,"dev":"8:1","ino":"4","sha256":"%1$s"}
      {"path":"/work/workspace/out.csv","role":"workspace","read":true,"written":true,"size":4,"dev":"8:1","ino":"5","sha256":"%2$s"}
      {"path":"/work/workspace/notes.txt","role":"workspace","read":false,"written":true,"size":4,"dev":"8:1","ino":"6","sha256":null}
      {"path":"/work/workspace/removed.csv","role":"workspace","read":false,"written":true,"removed":true,"size":null,"dev":"8:1","ino":"7","sha256":null}
      {"path":"/work/workspace/run.sh","role":"workspace","read":true,"written":false,"size":9,"dev":"8:1","ino":"8","sha256":"%1$s"}
      """
          .formatted(
              Sha256.of("1\n".getBytes(UTF_8)).hex(), Sha256.of("a,b\n".getBytes(UTF_8)).hex());

  private AttestedRun() {}

  static List<ListedFile> files() throws IOException {
    return ListedFile.ownFiles(new ByteArrayInputStream(LISTING.getBytes(UTF_8)));
  }

  private static ManifestFile file(String path, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return new ManifestFile(path, bytes.length, Sha256.of(bytes).hex(), "text/plain");
  }

  /** One of which nothing is missing, with these files in its archive. */
  static Manifest with(List<ManifestFile> files) {
    return manifest(0L, List.of(), files);
  }

  private static Manifest manifest(
      @Nullable Long lost, List<ManifestGap> gaps, List<ManifestFile> files) {
    return new Manifest(
        new ManifestRun(
            "science",
            "hello",
            "0-1-2",
            "registry.example.org/hello:1",
            "registry.example.org/hello@sha256:" + "0".repeat(64),
            null,
            null,
            null),
        List.of("sh", "run.sh"),
        START.plusMillis(1),
        START.plusSeconds(2),
        0,
        null,
        new ManifestTrace(
            START,
            gaps.isEmpty(),
            12,
            lost,
            gaps.size(),
            gaps,
            null,
            2,
            3L,
            1L,
            0,
            0,
            List.of(),
            gaps.isEmpty() ? List.of() : List.of("it read through io_uring")),
        new ManifestRecorder("0.1.0", "0.23.2", "6.12.0", List.of("exec", "fork"), 0.25, 1.5),
        List.of(),
        files);
  }
}
