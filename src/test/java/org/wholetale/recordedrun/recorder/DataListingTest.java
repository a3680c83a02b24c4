package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.Redaction;

/** The files that a run was given as its data. */
class DataListingTest {

  @TempDir Path folder;
  private Path data = Path.of("");

  @BeforeEach
  void data() throws IOException {
    data = Files.createDirectories(folder.resolve("data/deep"));
    Files.writeString(data.resolve("b.csv"), "bb");
    data = data.resolveSibling("");
    Files.writeString(data.resolve("a.csv"), "a");
  }

  @Test
  void allFilesAreListedByTheTalesPathWithTheirSizes() throws IOException {
    assertThat(listed(10, false))
        .containsExactly(
            "{\"path\":\"/work/data/a.csv\",\"size\":1}",
            "{\"path\":\"/work/data/deep/b.csv\",\"size\":2}");
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path secret = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(secret.resolve("key"), "secret");
    Files.createSymbolicLink(data.resolve("file"), secret.resolve("key"));
    Files.createSymbolicLink(data.resolve("folder"), secret);

    assertThat(listed(10, false)).hasSize(2).noneMatch(line -> line.contains("key"));
  }

  @Test
  void thatThereAreMoreThanAreListedIsSaid() throws IOException {
    assertThat(listed(1, false))
        .hasSize(2)
        .last()
        .isEqualTo("{\"unlisted\":\"there may be more than 1 files\"}");
    assertThat(listed(10, true)).containsExactly("{\"unlisted\":\"there was no time for more\"}");
  }

  @Test
  void aFolderThatIsNotThereHasNoFiles() throws IOException {
    Path to = folder.resolve("data.ndjson");
    new DataListing(
            new HostView(Map.of("/work/data", folder.resolve("absent"))),
            Redactor.of(Redaction.DEFAULT),
            10,
            () -> false)
        .write("/work/data", to);

    assertThat(to).isEmptyFile();
  }

  private List<String> listed(int most, boolean outOfTime) throws IOException {
    Path to = folder.resolve("data.ndjson");
    new DataListing(
            new HostView(Map.of("/work/data", data)),
            Redactor.of(Redaction.DEFAULT),
            most,
            () -> outOfTime)
        .write("/work/data", to);
    return Files.readAllLines(to);
  }
}
