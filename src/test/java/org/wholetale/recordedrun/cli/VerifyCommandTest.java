package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.archive.S3Server;
import org.wholetale.recordedrun.archive.Sha256;
import picocli.CommandLine;

class VerifyCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void wholeArchivesAreOkAndTheExitCodeIsZero() throws IOException {
    archive("runs/a", 0);
    archive("runs/b", 3);

    assertThat(verify(folder.resolve("runs").toString())).isEqualTo(0);
    assertThat(out.toString().lines())
        .containsExactly(
            "ok %s  1 files, 0 events, complete".formatted(location("runs/a")),
            "ok %s  1 files, 0 events, incomplete: 3 events lost".formatted(location("runs/b")));
  }

  @Test
  void problemsNameTheFileFirstAndTheExitCodeIsOne() throws IOException {
    archive("a", 0);
    archive("b", 0);
    Files.writeString(folder.resolve("a/stdout"), "forged");

    assertThat(verify(location("a").toString(), location("b").toString())).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "not ok %s  1 problem(s)".formatted(location("a")),
            "FAILED stdout: size is 6, the manifest says 2",
            "ok %s  1 files, 0 events, complete".formatted(location("b")));
  }

  @Test
  void aCutOffRunIsAProblem() throws IOException {
    Files.createDirectories(folder.resolve("a/events"));
    Files.writeString(folder.resolve("a/events/000000.ndjson.zst"), "");

    assertThat(verify(folder.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("FAILED manifest.json: there is no manifest: the run");
  }

  @Test
  void aPinnedManifestIsHeldAgainstItsDigest() throws IOException {
    String sha256 = Sha256.of(archive("a", 0).resolve("manifest.json")).hex();

    assertThat(verify(folder.toString(), "--manifest-sha256", sha256)).isEqualTo(0);
    assertThat(verify(folder.toString(), "--manifest-sha256", "0".repeat(64))).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAILED manifest.json: sha256 is %s, expected was 0000".formatted(sha256));
  }

  @Test
  void wrongUsageExitsWithTwoAndSaysWhatIsWrong() throws IOException {
    archive("a", 0);
    archive("b", 0);

    assertUsageError("Missing required parameter: 'LOCATION'");
    assertUsageError("there is no archive at", folder.resolve("absent").toString());
    assertUsageError("is neither a file: nor an s3: URI", "https://example.org/a");
    assertUsageError("'abc' is not a SHA-256", location("a").toString(), "--manifest-sha256=abc");
    assertUsageError(
        "--manifest-sha256 is for one archive, here are 2; name one of them",
        folder.toString(),
        "--manifest-sha256=" + "0".repeat(64));
  }

  @Test
  void anArchiveInABucketIsVerified(@TempDir Path data) throws IOException {
    Path archive = archive("a", 0);
    try (S3Server server = S3Server.start(data)) {
      try (ArchiveStore store = server.open("science/a")) {
        Path stdout = archive.resolve("stdout");
        store.put("stdout", stdout, Sha256.of(stdout).hex());
        store.putIfAbsent("manifest.json", Files.readAllBytes(archive.resolve("manifest.json")));
      }

      assertThat(verify(server.environment(), "s3://archive/science")).isEqualTo(0);
      assertThat(out.toString())
          .isEqualToNormalizingNewlines(
              "ok s3://archive/science/a/  1 files, 0 events, complete\n");
      assertThat(verify(server.environment(), "s3://absent/science")).isEqualTo(2);
      assertThat(err.toString()).contains("there is no bucket 'absent'");
      server.stop();
      assertThat(verify(server.environment(), "s3://archive/science")).isEqualTo(1);
      assertThat(err.toString()).contains("gives no answer");
    }
  }

  private void assertUsageError(String message, String... arguments) {
    assertThat(verify(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  private int verify(String... arguments) {
    return verify(Map.of(), arguments);
  }

  private int verify(Map<String, String> environment, String... arguments) {
    return new CommandLine(new VerifyCommand(environment))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private ArchiveLocation location(String path) {
    return ArchiveLocation.of(folder.resolve(path));
  }

  private Path archive(String path, long lost) throws IOException {
    Path archive = Files.createDirectories(folder.resolve(path));
    Path stdout = Files.writeString(archive.resolve("stdout"), "hi", UTF_8);
    Manifest manifest =
        new Manifest(
            new ManifestRun(null, "hello", "1", null, null, null, null, null),
            List.of("run.sh"),
            Instant.EPOCH,
            Instant.EPOCH,
            0,
            null,
            new ManifestTrace(
                Instant.EPOCH,
                lost == 0,
                0,
                lost,
                0,
                List.of(),
                null,
                0,
                0L,
                0L,
                0,
                0,
                List.of(),
                List.of()),
            new ManifestRecorder("0.1.0", "0.23.2", "6.12.0", List.of(), 0.0, 1.0),
            List.of(),
            List.of(ManifestFile.of(stdout, "stdout", "text/plain")));
    Files.write(archive.resolve("manifest.json"), manifest.toJson());
    return archive;
  }
}
