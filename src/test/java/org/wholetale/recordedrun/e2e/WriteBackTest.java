package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.trace.Event;

/** What Whole Tale finds in a run's folder after a run, as it lies there on a disk. */
class WriteBackTest {

  private static final int JOVYAN = 1000;
  private static final int USERS = 100;

  @TempDir Path folder;
  private LocalRun local;
  private Path run;
  private Path workspace;

  @BeforeEach
  void aRunsFolder() throws IOException {
    local = new LocalRun(folder);
    run = folder.resolve("runs/5c8fe828");
    workspace = Files.createDirectories(run.resolve("workspace"));
  }

  @Test
  void aRunsFolderHasWhatWholeTaleLooksFor() throws IOException, InterruptedException {
    tale("printf 'to stdout'; printf 'to stderr\\n' >&2");

    Recordedrun.Ended ended = local.run("--in-place", "tale.yaml");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(run.resolve(".status")).hasContent("3 COMPLETED").hasSize(11);
    assertThat(workspace.resolve(".stdout")).hasContent("to stdout").hasSize(9);
    assertThat(workspace.resolve(".stderr")).hasContent("to stderr\n");
    assertThat(workspace.resolve(".entrypoint")).hasContent("run.sh").hasSize(6);
    assertThat(Files.readString(workspace.resolve(".docker_stats")))
        .matches("(\\S+Z - [0-9.]+%, .+ / .+, 0 / 0, .+ / .+, \\d+\n)+");
    for (Path file : files()) {
      assertThat(Files.getAttribute(file, "unix:uid")).as("owner of %s", file).isEqualTo(JOVYAN);
      assertThat(Files.getAttribute(file, "unix:gid")).as("group of %s", file).isEqualTo(USERS);
    }
    Recording recording = local.recording("tale", ended);
    assertThat(recording.verification().problems()).isEmpty();
    assertThat(recording.events(Event.Open.class))
        .extracting(open -> open.path().toString())
        .as("what the tale opened")
        .noneMatch(path -> path.contains("/.stdout") || path.contains("/.recordedrun-"));
  }

  @Test
  void aTaleThatLaysTrapsSpoilsItsOwnFilesAlone() throws IOException, InterruptedException {
    Path secret = Files.writeString(folder.resolve("secret"), "root's own");
    tale(
        """
        ln -s %s .stdout
        mkfifo .stderr
        mkdir .entrypoint
        ln -s / .docker_stats
        echo printed
        """
            .formatted(secret));

    Recordedrun.Ended ended = local.run("--in-place", "tale.yaml");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(secret).hasContent("root's own");
    assertThat(Files.isRegularFile(workspace.resolve(".stdout"), LinkOption.NOFOLLOW_LINKS))
        .isTrue();
    assertThat(workspace.resolve(".stdout")).hasContent("printed\n");
    assertThat(workspace.resolve(".stderr")).isEmptyFile();
    assertThat(workspace.resolve(".entrypoint")).isEmptyDirectory();
    assertThat(run.resolve(".status")).hasContent("3 COMPLETED");
    assertThat(ended.out())
        .contains(".entrypoint cannot be written into the run's folder: Is a directory");
  }

  @Test
  void aRunThatIsCancelledSaysSoInItsFolder() throws IOException, InterruptedException {
    tale("echo begun; exec sleep 1000");
    try (Recordedrun.Running running = local.start("--in-place", "tale.yaml")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> local.segments("tale") > 0);

      running.process().toHandle().destroy();
      running.await();
    }

    assertThat(run.resolve(".status")).hasContent("5 CANCELLED");
    assertThat(workspace.resolve(".stdout")).hasContent("begun\n");
  }

  /** Writes the tale's script and its run; all of the run's folder is the tale's user's. */
  private void tale(String script) throws IOException {
    Files.writeString(workspace.resolve("run.sh"), script);
    local.spec(
        "tale",
        List.of(
            "workspace: {persistentVolumeClaim: {claimName: runs}, subPath: 5c8fe828/workspace}",
            "writeBack: true"));
    for (Path file : List.of(run, workspace, workspace.resolve("run.sh"))) {
      Files.setAttribute(file, "unix:uid", JOVYAN);
      Files.setAttribute(file, "unix:gid", USERS);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
