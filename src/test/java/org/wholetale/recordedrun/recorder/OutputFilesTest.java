package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {

  @TempDir Path folder;
  private final List<Path> failed = new ArrayList<>();

  @Test
  void whatAGlobNamesIsCopiedAndNothingElse() throws IOException, RecorderException {
    Path workspace = Files.createDirectories(folder.resolve("workspace/results/deep"));
    Files.writeString(workspace.resolve("a"), "a");
    Files.writeString(workspace.resolveSibling("b"), "b");
    Files.writeString(folder.resolve("workspace/c"), "c");

    assertThat(copied("results/**")).containsExactlyInAnyOrder("results/deep/a", "results/b");
    assertThat(failed).isEmpty();
    assertThat(folder.resolve("copies/results/deep/a")).hasContent("a");
  }

  @Test
  void noLinkIsFollowedOutOfTheWorkspace() throws IOException, RecorderException {
    Path secret = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(secret.resolve("key"), "secret");
    Path workspace = Files.createDirectories(folder.resolve("workspace"));
    Files.createSymbolicLink(workspace.resolve("file"), secret.resolve("key"));
    Files.createSymbolicLink(workspace.resolve("folder"), secret);

    assertThat(copied("**")).isEmpty();
    assertThat(failed).isEmpty();
  }

  @Test
  void aFileOfHolesDoesNotFillTheDisk() throws Exception {
    Files.createDirectories(folder.resolve("workspace"));
    run("truncate", "--size", "4T", "holes");

    assertThat(copied("**")).isEmpty();
    assertThat(failed).containsExactly(Path.of("holes"));
  }

  /** Whoever opened a FIFO would wait for its other end for ever. */
  @Test
  void whatIsNoFileIsNotOpened() throws Exception {
    Files.createDirectories(folder.resolve("workspace"));
    run("mkfifo", "fifo");
    run("python3", "-c", "import socket; socket.socket(socket.AF_UNIX).bind('socket')");

    assertThat(copied("**")).isEmpty();
    assertThat(failed).isEmpty();
  }

  @Test
  void noFolderIsTooDeepForTheRecorder() throws Exception {
    Path workspace = Files.createDirectories(folder.resolve("workspace"));
    Files.writeString(workspace.resolve("kept"), "kept");
    run("perl", "-e", "for (1..10000) { mkdir 'd'; chdir 'd' or die $!; }");
    try {
      assertThat(copied("**")).containsExactly("kept");
      assertThat(failed).singleElement().asString().startsWith("d/d/d/");
    } finally {
      run("rm", "-rf", "d"); // JUnit cannot
    }
  }

  /** In the workspace. */
  private void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.resolve("workspace").toFile())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void whatIsNoGlobIsRefusedByItsName() {
    assertThatThrownBy(() -> OutputGlobs.compile(List.of("results/**", "results/[")))
        .isInstanceOf(RecorderException.class)
        .hasMessageContaining("archive.outputs: \"results/[\"");
  }

  private List<String> copied(String glob) throws RecorderException {
    List<String> copied = new ArrayList<>();
    new OutputFiles(OutputGlobs.compile(List.of(glob)), folder.resolve("copies"), () -> false)
        .copy(
            folder.resolve("workspace"),
            new OutputFiles.Listener() {
              @Override
              public void copied(Path relative) {
                copied.add(relative.toString());
              }

              @Override
              public void failed(Path relative, IOException problem) {
                failed.add(relative);
              }
            });
    return copied;
  }
}
