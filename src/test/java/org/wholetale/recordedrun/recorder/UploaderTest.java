package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.recorder.Uploader.Upload;

class UploaderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aFileThatTheStoreRefusesIsToldAndThoseAfterItAreUploaded()
      throws IOException, InterruptedException {
    try (ArchiveStore store = store();
        Uploader uploader = Uploader.start(store)) {
      uploader.submit(upload("../outside", "a"));
      uploader.submit(upload("outputs/b", "b"));

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
        Uploader uploader = Uploader.start(store)) {
      uploader.submit(new Upload(folder.resolve("gone"), "stdout", "text/plain", true));

      Uploader.Result result = uploader.finish(PATIENCE);

      assertThat(result.missing()).containsExactly("stdout");
      assertThat(result.problem()).isNotNull();
    }
  }

  @Test
  void whatIsUploadedLeavesTheSpool() throws IOException, InterruptedException {
    try (ArchiveStore store = store();
        Uploader uploader = Uploader.start(store)) {
      Upload upload = upload("stdout", "text");
      uploader.submit(upload);

      assertThat(uploader.finish(PATIENCE).missing()).isEmpty();
      assertThat(upload.file()).doesNotExist();
    }
  }

  private ArchiveStore store() throws IOException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    return ArchiveStores.open(ArchiveLocation.of(archive), Map.of());
  }

  private Upload upload(String path, String text) throws IOException {
    Path file = Files.createTempFile(folder, "spooled", null);
    Files.writeString(file, text);
    return new Upload(file, path, "text/plain", true);
  }
}
