package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ManifestFile;

class UploaderTest {

  /** Less than the 10 s after which a request is given up by itself, and tried again. */
  private static final Duration SHORTLY = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Spool spool = new Spool(Path.of(""));

  @BeforeEach
  void makeSpool() throws IOException {
    spool = new Spool(folder.resolve("spool"));
    Files.createDirectories(spool.inArchive(""));
  }

  @Test
  void aFileThatTheStoreRefusesIsToldAndThoseAfterItAreUploaded()
      throws IOException, InterruptedException {
    try (ArchiveStore store = store();
        Uploader uploader = start(store, Map.of())) {
      uploader.submit(spooled("../outside", "a"));
      uploader.submit(spooled("outputs/b", "b"));

      Uploader.Result result = uploader.finish(PATIENCE);

      assertThat(result.missing()).containsExactly("../outside");
      assertThat(result.problem()).contains("../outside cannot be archived");
      assertThat(result.files()).extracting(ManifestFile::path).containsExactly("outputs/b");
      assertThat(folder.resolve("archive/outputs/b")).hasContent("b");
    }
  }

  @Test
  void aFileThatIsGoneIsTold() throws IOException, InterruptedException {
    try (ArchiveStore store = store();
        Uploader uploader = start(store, Map.of())) {
      uploader.submit("stdout");

      Uploader.Result result = uploader.finish(PATIENCE);

      assertThat(result.missing()).containsExactly("stdout");
      assertThat(result.problem()).isNotNull();
    }
  }

  @Test
  void whatIsUploadedLeavesTheSpoolAndIsNoted() throws Exception {
    try (ArchiveStore store = store();
        Uploader uploader = start(store, Map.of())) {
      uploader.submit(spooled("stdout", "text"));

      assertThat(uploader.finish(PATIENCE).missing()).isEmpty();
      assertThat(spool.inArchive("stdout")).doesNotExist();
      assertThat(Journal.read(spool.journal()))
          .singleElement()
          .isInstanceOfSatisfying(
              Journal.Uploaded.class, e -> assertThat(e.file().path()).isEqualTo("stdout"));
    }
  }

  @Test
  void whatWasSubmittedIsToldUploadedOrNotWithoutWhatCannotBeRead()
      throws IOException, InterruptedException {
    try (ArchiveStore store = store();
        Uploader uploader = start(store, Map.of())) {
      uploader.submit(spooled("stdout", "text"));
      uploader.submit(spooled("outputs/b", "b"));
      uploader.submit("gone");

      List<ManifestFile> early = uploader.submitted();
      uploader.finish(PATIENCE);

      assertThat(early).extracting(ManifestFile::path).containsExactly("outputs/b", "stdout");
      assertThat(uploader.submitted()).isEqualTo(early);
    }
  }

  @Test
  void whatWasSubmittedTwiceAndIsMissingIsListedOnce() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("in the way"), "");
    try (ArchiveStore store =
            ArchiveStores.open(ArchiveLocation.of(folder.resolve("in the way")), Map.of());
        Uploader uploader = start(store, Map.of())) {
      uploader.submit(spooled("stdout", "text"));
      uploader.submit("stdout");

      Uploader.Result result = uploader.finish(Duration.ofMillis(100));

      assertThat(result.missing()).containsExactly("stdout");
      assertThat(result.files()).extracting(ManifestFile::path).containsExactly("stdout");
    }
  }

  @Test
  void whatAnEarlierRecorderUploadedIsNotUploadedAgainButListed()
      throws IOException, InterruptedException {
    ManifestFile earlier = new ManifestFile("stdout", 1, "0".repeat(64), "text/plain");
    try (ArchiveStore store = store();
        Uploader uploader = start(store, Map.of("stdout", earlier))) {
      uploader.submit("stdout");

      Uploader.Result result = uploader.finish(PATIENCE);

      assertThat(result.missing()).isEmpty();
      assertThat(result.files()).containsExactly(earlier);
      assertThat(folder.resolve("archive/stdout")).doesNotExist();
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsNotWaitedForAnyLonger() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ArchiveStore store = s3At(silent.getLocalPort());
        Uploader uploader = start(store, Map.of())) {
      uploader.submit(spooled("stdout", "text"));
      silent.accept();

      Uploader.Result result =
          assertTimeoutPreemptively(SHORTLY, () -> uploader.finish(Duration.ofMillis(100)));

      assertThat(result.missing()).containsExactly("stdout");
      assertThat(result.problem()).contains("gives no answer");
      assertThat(spool.inArchive("stdout")).exists();
    }
  }

  private static ArchiveStore s3At(int port) {
    return ArchiveStores.open(
        ArchiveLocation.parse("s3://archive/run"),
        Map.of(
            "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + port,
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "key",
            "AWS_SECRET_ACCESS_KEY", "secret"));
  }

  private ArchiveStore store() throws IOException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    return ArchiveStores.open(ArchiveLocation.of(archive), Map.of());
  }

  private Uploader start(ArchiveStore store, Map<String, ManifestFile> uploaded)
      throws IOException {
    return Uploader.start(spool, store, Journal.open(spool.journal()), uploaded);
  }

  private String spooled(String path, String text) throws IOException {
    Path file = spool.inArchive(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return path;
  }
}
