package org.wholetale.recordedrun.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that is the first process of the recorder's container. */
class SuperviseTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path script = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void install() throws IOException {
    script = folder.resolve("supervise");
    log = folder.resolve("log");
    Supervisor.install(script);
  }

  @Test
  void theRecordersLastWordIsTheContainers() throws IOException, InterruptedException {
    assertThat(supervise("exit 0").waitFor()).isZero();
    assertThat(supervise("exit 125").waitFor()).isEqualTo(125);
    assertThat(log()).isEmpty();
  }

  @Test
  void aRecorderThatEndedBeforeItsTimeIsStartedAgain() throws IOException, InterruptedException {
    Process supervisor =
        supervise("echo run >> $log; [ $(wc -l < $log) -ge 3 ] && exit 0; kill -KILL $$");

    String said = new String(supervisor.getErrorStream().readAllBytes(), UTF_8);
    assertThat(supervisor.waitFor()).isZero();
    assertThat(log()).containsExactly("run", "run", "run");
    assertThat(said).contains("ended with code 137 and is started again");
  }

  @Test
  void theEndIsPassedOnAndWaitedFor() throws IOException, InterruptedException {
    Process supervisor =
        supervise(
            "trap 'echo told >> $log; exit 0' TERM; echo up >> $log; while :; do sleep 0.05; done");
    await().atMost(PATIENCE).until(() -> log().contains("up"));

    supervisor.toHandle().destroy();

    assertThat(supervisor.waitFor()).isZero();
    assertThat(log()).containsExactly("up", "told");
  }

  @Test
  void oneThatIsStartedAfterTheEndIsToldSo() throws IOException, InterruptedException {
    Process supervisor =
        supervise(
            "echo up $* >> $log; [ $# = 0 ] || exit 125;"
                + " trap 'kill -KILL $$' TERM; while :; do sleep 0.05; done");
    await().atMost(PATIENCE).until(() -> log().contains("up"));

    supervisor.toHandle().destroy();

    assertThat(supervisor.waitFor()).isEqualTo(125);
    assertThat(log()).containsExactly("up", "up --ending");
  }

  @Test
  void whatATaleWritesIntoThePodsHostsDoesNotReachTheRecorder()
      throws IOException, InterruptedException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.1 store\n");
    Files.createDirectory(folder.resolve("control"));

    supervisedContainer("echo '192.0.2.66 store' > %s; cat /etc/hosts >> $log".formatted(hosts));
    supervisedContainer("echo started again; cat /etc/hosts >> $log");

    assertThat(hosts).hasContent("192.0.2.66 store");
    assertThat(log()).containsExactly("192.0.2.1 store", "192.0.2.1 store");
  }

  /** Runs one in namespaces of its own, with the pod's hosts and the control volume in it. */
  private void supervisedContainer(String recorder) throws IOException, InterruptedException {
    String container =
        """
        mount -t tmpfs tmpfs /run && mkdir -p /run/recordedrun/control &&
        mount --bind '%1$s/control' /run/recordedrun/control && mount --bind '%1$s/hosts' /etc/hosts &&
        exec sh '%2$s' sh -c "$1"
        """
            .formatted(folder, script);
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "sh",
                "-c",
                container,
                "sh",
                "log=" + log + "; " + recorder)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Runs a recorder that is a shell script; {@code $log} is the log. */
  private Process supervise(String recorder) throws IOException {
    List<String> line = new ArrayList<>(List.of("sh", script.toString()));
    line.addAll(List.of("sh", "-c", "log=" + log + "; " + recorder, "recorder"));
    return new ProcessBuilder(line).start();
  }

  private List<String> log() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }
}
