package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code recordedrun prepare} as the process that a container runs. */
class PrepareTest {

  private static final long LARGE = 300L << 20;

  @TempDir Path folder;
  private Path workspace;
  private Path published;

  @BeforeEach
  void workspaceWithALargeFileThatIsLinked() throws IOException {
    workspace = Files.createDirectory(folder.resolve("workspace"));
    published = folder.resolve("published");
    try (RandomAccessFile file = new RandomAccessFile(published.toFile(), "rw")) {
      file.setLength(LARGE);
    }
    Files.createLink(workspace.resolve("large"), published);
  }

  @Test
  void oneThatIsKilledLosesNothingAndTheNextLeavesNothingBehind()
      throws IOException, InterruptedException {
    try (Recordedrun.Running killed = startCopying()) {
      killed.process().destroyForcibly().waitFor();
    }
    assertThat(workspace.resolve("large")).hasSize(LARGE);

    Recordedrun.Ended next =
        Recordedrun.in(folder).run("prepare", "--workspace", workspace.toString());

    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(next.out()).startsWith("files seen: ").contains("seen: 1,");
    assertThat(names()).containsExactly("large");
    assertThat(workspace.resolve("large")).hasSize(LARGE);
    assertThat(Files.getAttribute(published, "unix:nlink")).isEqualTo(1);
  }

  @Test
  void oneThatIsToldToEndTakesItsUnfinishedCopyAway() throws IOException, InterruptedException {
    try (Recordedrun.Running told = startCopying()) {
      told.process().toHandle().destroy();
      told.await();
    }

    assertThat(names()).containsExactly("large");
    assertThat(workspace.resolve("large")).hasSize(LARGE);
  }

  /** Returns when it copies, or has. */
  private Recordedrun.Running startCopying() throws IOException {
    Recordedrun.Running running =
        Recordedrun.in(folder).start("prepare", "--workspace", workspace.toString());
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> names().size() > 1 || !running.process().isAlive());
    return running;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(workspace)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
