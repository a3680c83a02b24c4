package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class UntrustedFolderTest {

  private static final String CONTENT = "what the tale printed";

  @TempDir Path folder;
  private Path workspace;
  private Path elsewhere;

  @BeforeEach
  void folders() throws IOException {
    workspace = Files.createDirectory(folder.resolve("workspace"));
    elsewhere = Files.writeString(folder.resolve("elsewhere"), "nobody's business");
  }

  @Test
  void aFileIsThereWholeAndReadableForEverybody() throws IOException {
    put(".stdout", content());

    assertThat(workspace.resolve(".stdout")).hasContent(CONTENT);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(workspace.resolve(".stdout"))))
        .isEqualTo("rw-r--r--");
    assertThat(names()).containsExactly(".stdout");
  }

  @Test
  void aLinkOfThatNameIsReplacedAndWhereItLedStaysAsItWas() throws IOException {
    Files.createSymbolicLink(workspace.resolve(".stdout"), elsewhere);

    put(".stdout", content());

    assertThat(elsewhere).hasContent("nobody's business");
    assertThat(Files.isRegularFile(workspace.resolve(".stdout"), LinkOption.NOFOLLOW_LINKS))
        .isTrue();
    assertThat(workspace.resolve(".stdout")).hasContent(CONTENT);
  }

  @Test
  void aHardLinkOfThatNameLeavesItsOtherNameAsItWas() throws IOException {
    Files.createLink(workspace.resolve(".stdout"), elsewhere);

    put(".stdout", content());

    assertThat(elsewhere).hasContent("nobody's business");
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nobodyWaitsForTheReaderOfAPipeOfThatName() throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("mkfifo", workspace.resolve(".stdout").toString()).start().waitFor())
        .isZero();

    put(".stdout", content());

    assertThat(workspace.resolve(".stdout")).hasContent(CONTENT);
  }

  @Test
  void aFolderOfThatNameStaysAndNothingIsLeftBeside() throws IOException {
    Files.createDirectory(workspace.resolve(".stdout"));

    assertThatThrownBy(() -> put(".stdout", content()))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Is a directory");

    assertThat(names()).containsExactly(".stdout");
  }

  @Test
  void whatIsCutShortLeavesTheFileThatWasThere() throws IOException {
    Files.writeString(workspace.resolve(".stdout"), "of the run before");

    assertThatThrownBy(() -> put(".stdout", new TimedInputStream(content(), () -> true)))
        .isInstanceOf(TimedInputStream.OutOfTimeException.class);

    assertThat(workspace.resolve(".stdout")).hasContent("of the run before");
    assertThat(names()).containsExactly(".stdout");
  }

  @Test
  void aWorkspaceThatIsALinkIsNotEntered() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), workspace);

    try (UntrustedFolder run = UntrustedFolder.open(folder)) {
      assertThatThrownBy(() -> run.below("link")).isInstanceOf(FileSystemException.class);
    }
  }

  private void put(String name, InputStream content) throws IOException {
    try (UntrustedFolder run = UntrustedFolder.open(folder);
        UntrustedFolder below = run.below("workspace")) {
      below.put(name, content);
    }
  }

  private static InputStream content() {
    return new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(workspace)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
