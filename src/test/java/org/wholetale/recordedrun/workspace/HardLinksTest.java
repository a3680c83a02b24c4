package org.wholetale.recordedrun.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HardLinksTest {

  private static final String TEMPORARY = ".recordedrun-prepare-0123456789abcdef";

  @TempDir Path folder;
  private Path version;
  private Path workspace;

  @BeforeEach
  void folders() throws IOException {
    version = Files.createDirectory(folder.resolve("version"));
    workspace = Files.createDirectory(folder.resolve("workspace"));
  }

  @Test
  void whatIsWrittenInPlaceAfterwardsLeavesTheVersionAsItWas() throws IOException {
    Path published = publish("deep/er/data.csv", "published\n");

    LinkFigures figures = HardLinks.breakIn(workspace, _ -> {});

    Path own = workspace.resolve("deep/er/data.csv");
    Files.writeString(own, "more\n", StandardOpenOption.APPEND);
    assertThat(own).hasContent("published\nmore\n");
    assertThat(published).hasContent("published\n");
    assertThat(figures).isEqualTo(new LinkFigures(1, 1, 10));
  }

  @Test
  void aFileWithoutOtherLinksStaysTheSameFile() throws IOException {
    Path own = Files.writeString(workspace.resolve("run.sh"), "true");
    Object inode = inode(own);

    assertThat(HardLinks.breakIn(workspace, _ -> {})).isEqualTo(new LinkFigures(1, 0, 0));

    assertThat(inode(own)).isEqualTo(inode);
  }

  @Test
  void modeTimesGroupAndAttributesAreKept() throws IOException {
    Path published = publish("tool", "#!/bin/sh\n");
    FileTime time = FileTime.from(Instant.parse("2020-02-03T04:05:06.123456789Z"));
    attributes(published).write("user", ByteBuffer.wrap("value".getBytes(StandardCharsets.UTF_8)));
    Files.setAttribute(published, "unix:gid", 100);
    Files.setPosixFilePermissions(published, PosixFilePermissions.fromString("r-xr-x---"));
    Files.setLastModifiedTime(published, time);

    HardLinks.breakIn(workspace, _ -> {});

    Path own = workspace.resolve("tool");
    assertThat(links(own)).isEqualTo(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("r-xr-x---");
    assertThat(Files.getLastModifiedTime(own)).isEqualTo(time);
    assertThat(Files.getAttribute(own, "unix:gid")).isEqualTo(100);
    ByteBuffer value = ByteBuffer.allocate(10);
    attributes(own).read("user", value);
    assertThat(new String(value.array(), 0, value.position(), StandardCharsets.UTF_8))
        .isEqualTo("value");
  }

  @Test
  void setuidIsNotGivenToTheTalesOwnFile() throws IOException {
    Path published = publish("su", "");
    Files.setAttribute(published, "unix:mode", 04755);

    HardLinks.breakIn(workspace, _ -> {});

    assertThat((int) Files.getAttribute(workspace.resolve("su"), "unix:mode") & 07777)
        .isEqualTo(0755);
  }

  @Test
  void twoNamesOfOneFileInTheWorkspaceBecomeTwoFiles() throws IOException {
    Path first = Files.writeString(workspace.resolve("first"), "one");
    Path second = Files.createLink(workspace.resolve("second"), first);

    assertThat(HardLinks.breakIn(workspace, _ -> {})).isEqualTo(new LinkFigures(2, 1, 3));

    assertThat(inode(first)).isNotEqualTo(inode(second));
    assertThat(second).hasContent("one");
  }

  @Test
  void noLinkLeadsOutOfTheWorkspace() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path file = Files.writeString(elsewhere.resolve("file"), "theirs");
    Files.createLink(elsewhere.resolve("other-name"), file);
    Files.createSymbolicLink(workspace.resolve("to-folder"), elsewhere);
    Files.createSymbolicLink(workspace.resolve("to-file"), file);
    Files.createLink(version.resolve("link"), workspace.resolve("to-file"));

    assertThat(HardLinks.breakIn(workspace, _ -> {})).isEqualTo(LinkFigures.NONE);

    assertThat(links(file)).isEqualTo(2);
    assertThat(workspace.resolve("to-file")).isSymbolicLink();
  }

  @Test
  void whatIsNoFileIsLeftAlone() throws IOException, InterruptedException {
    Path pipe = workspace.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createLink(version.resolve("pipe"), pipe);

    assertThat(HardLinks.breakIn(workspace, _ -> {})).isEqualTo(LinkFigures.NONE);

    assertThat(links(pipe)).isEqualTo(2);
  }

  @Test
  void aFolderThatIsSwappedForALinkMeanwhileIsStillTheOneThatIsWalked() throws IOException {
    publish("deep/a", "a");
    publish("deep/b", "b");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    for (String name : List.of("a", "b")) {
      Files.createLink(version.resolve(name), Files.writeString(elsewhere.resolve(name), "theirs"));
    }

    HardLinks.breakIn(workspace, _ -> swap(workspace.resolve("deep"), elsewhere));

    for (String name : List.of("a", "b")) {
      assertThat(links(workspace.resolve("moved").resolve(name))).as(name).isEqualTo(1);
      assertThat(links(elsewhere.resolve(name))).as(name).isEqualTo(2);
    }
    assertThat(elsewhere).isDirectoryNotContaining("glob:**/.*");
  }

  /** Does it the first time. */
  private void swap(Path name, Path target) {
    try {
      if (!Files.isSymbolicLink(name)) {
        Files.move(name, workspace.resolve("moved"));
        Files.createSymbolicLink(name, target);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatOneLeftThatWasKilledIsRemoved() throws IOException {
    Path published = publish("deep/data.csv", "published");
    Files.writeString(workspace.resolve("deep").resolve(TEMPORARY), "publ");

    HardLinks.breakIn(workspace, _ -> {});

    assertThat(names(workspace.resolve("deep"))).containsExactly("data.csv");
    assertThat(workspace.resolve("deep/data.csv")).hasSameBinaryContentAs(published);
  }

  @Test
  void aPublishedFileOfSuchANameIsNotRemoved() throws IOException {
    publish(TEMPORARY, "published");

    HardLinks.breakIn(workspace, _ -> {});

    assertThat(workspace.resolve(TEMPORARY)).hasContent("published");
  }

  @Test
  void oneThatIsStoppedInTheMiddleOfAFileLeavesTheFileAndNothingElse() throws IOException {
    Path published = publish("big", "x".repeat(100_000));

    assertThatThrownBy(() -> HardLinks.breakIn(workspace, _ -> Thread.currentThread().interrupt()))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageStartingWith("big cannot be copied")
        .hasMessageEndingWith(": stopped");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(names(workspace)).containsExactly("big");
    assertThat(inode(workspace.resolve("big"))).isEqualTo(inode(published));
  }

  @Test
  void namesThatAreNoTextAreTakenAsTheyAre() throws IOException, InterruptedException {
    Process make =
        new ProcessBuilder(
                "sh",
                "-c",
                "name=$(printf 'caf\\351\\nx') && echo x > version/\"$name\" && ln version/\"$name\" workspace/")
            .directory(folder.toFile())
            .start();
    assertThat(make.waitFor()).isZero();

    assertThat(HardLinks.breakIn(workspace, _ -> {}).copied()).isEqualTo(1);
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(new AccessDeniedException("/proc/self/fd/7/a"), "no permission; the tale's user"),
        arguments(new NoSuchFileException("/proc/self/fd/7/a"), "there is no such file"),
        arguments(
            new FileSystemException("/proc/self/fd/7/a", null, "Read-only file system"),
            "Read-only file system"),
        arguments(new IOException("No space left on device"), "No space left on device"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aProblemIsToldByTheNameOfTheFileInOneLine(IOException problem, String told) {
    assertThat(WorkspaceException.uncopied(Path.of("results", "a\nb"), problem))
        .hasMessageStartingWith("results/a\\u{a}b cannot be copied, ")
        .hasMessageContaining(": " + told)
        .message()
        .doesNotContain("/proc/self/fd");
  }

  @Test
  void aWorkspaceThatIsNotThereIsTold() {
    assertThatThrownBy(() -> HardLinks.breakIn(folder.resolve("nowhere"), _ -> {}))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageStartingWith("the workspace cannot be searched for hard links: ");
  }

  @Test
  void foldersWithoutEndAreRefusedBeforeDescriptorsRunOut() throws IOException {
    Files.createDirectories(workspace.resolve("d/".repeat(260)));

    assertThatThrownBy(() -> HardLinks.breakIn(workspace, _ -> {}))
        .hasMessageEndingWith("it lies more than 250 folders deep");
  }

  /** Makes a file in the version, and links it into the workspace. */
  private Path publish(String name, String content) throws IOException {
    Path published = version.resolve(name);
    Files.createDirectories(published.getParent());
    Files.createDirectories(workspace.resolve(name).getParent());
    Files.writeString(published, content);
    Files.createLink(workspace.resolve(name), published);
    return published;
  }

  private static int links(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
