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

  @Test
  void whatAGlobNamesIsCopiedAndNothingElse() throws IOException, RecorderException {
    Path workspace = Files.createDirectories(folder.resolve("workspace/results/deep"));
    Files.writeString(workspace.resolve("a"), "a");
    Files.writeString(workspace.resolveSibling("b"), "b");
    Files.writeString(folder.resolve("workspace/c"), "c");

    assertThat(copied("results/**")).containsExactlyInAnyOrder("results/deep/a", "results/b");
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
                throw new AssertionError(relative.toString(), problem);
              }
            });
    return copied;
  }
}
