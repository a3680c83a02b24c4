package org.wholetale.recordedrun.e2e;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.S3Server;

/** An object store that goes away while a command runs takes nothing with it. */
@Execution(ExecutionMode.CONCURRENT)
class StoreAwayTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern FINISH = Pattern.compile("recordedrun archive '(.*)'");

  @TempDir Path folder;
  @TempDir Path data;
  private S3Server server;
  private Path pipe;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = S3Server.start(data);
    pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isEqualTo(0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aStoreThatComesBackHasTheWholeArchive() throws IOException, InterruptedException {
    try (Recordedrun.Running running = recordUntilTheStoreGoes("120")) {
      letTheCommandGoOn();
      await().atMost(PATIENCE).until(() -> running.err().contains("retrying"));
      server.restart();

      assertThat(running.await().exitCode()).isEqualTo(0);
    }

    Recordedrun.Ended verify = recordedrun().run("verify", "s3://archive/runs");
    assertThat(verify.out()).startsWith("ok s3://archive/runs/").contains("complete");
    assertThat(verify.exitCode()).isEqualTo(0);
  }

  @Test
  void aStoreThatStaysAwayIsToldAndTheSpoolIsArchivedLater()
      throws IOException, InterruptedException {
    Recordedrun.Ended away;
    try (Recordedrun.Running running = recordUntilTheStoreGoes("5")) {
      letTheCommandGoOn();
      away = running.await();
    }

    assertThat(away.exitCode()).isEqualTo(125);
    assertThat(away.err())
        .contains("NOT ARCHIVED")
        .contains("gives no answer")
        .containsPattern("not in the archive: .*stdout.*manifest\\.json");
    Path spool = Path.of(spoolNamedIn(away.err()));
    assertThat(spool).isDirectory();

    server.restart();
    Recordedrun.Ended archive = recordedrun().run("archive", spool.toString());
    assertThat(archive.exitCode()).as(archive.err()).isEqualTo(0);
    assertThat(spool).doesNotExist();
    Recordedrun.Ended verify = recordedrun().run("verify", "s3://archive/runs");
    assertThat(verify.out()).startsWith("ok s3://archive/runs/").contains("complete");
  }

  /** Records a command that waits; the store is gone once the first segment is there. */
  private Recordedrun.Running recordUntilTheStoreGoes(String finishSeconds) throws IOException {
    Recordedrun.Running running =
        recordedrun()
            .start(
                "record",
                "--output=s3://archive/runs",
                "--finish-seconds=" + finishSeconds,
                "--",
                "sh",
                "-c",
                "echo begun; read line < \"$0\"; ls /etc; sort /etc/passwd; echo ended",
                pipe.toString());
    await().atMost(PATIENCE).until(() -> paths().stream().anyMatch(p -> p.contains("events/")));
    server.stop();
    return running;
  }

  private void letTheCommandGoOn() throws IOException {
    Files.writeString(pipe, "go\n", WRITE);
  }

  private List<String> paths() throws IOException {
    try (ArchiveStore store = server.open("runs")) {
      return store.list().stream().map(file -> file.path()).toList();
    }
  }

  private Recordedrun recordedrun() {
    return Recordedrun.in(folder).with(server.environment());
  }

  private static String spoolNamedIn(String text) {
    Matcher finish = FINISH.matcher(text);
    assertThat(finish.find()).as(text).isTrue();
    return finish.group(1);
  }
}
