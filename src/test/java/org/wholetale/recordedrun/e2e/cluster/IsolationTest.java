package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.e2e.ArchivedRun;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** A tale has no right beyond its own, and nothing of its recorder is within its reach. */
@Tag("cluster")
class IsolationTest {

  @Test
  void aTaleHasNoCapabilityAndDoesNotSeeItsRecorder() throws IOException {
    ArchivedRun run;
    try (TestCluster cluster = TestCluster.connect()) {
      ClusterRun isolated =
          cluster.script(
              "isolated",
              """
              grep -E '^(Cap|NoNewPrivs)' /proc/1/status
              for process in /proc/[0-9]*; do
                echo "$process $(tr '\\0' ' ' < $process/cmdline)"
              done
              cut -d ' ' -f 5 /proc/self/mountinfo | sed 's/^/mount /'
              env | sed 's/^/env /'
              id
              """);
      isolated.await(RunStatus.COMPLETED);
      run = isolated.archived();
    }

    List<String> said = run.stdout().toString().lines().toList();
    assertThat(said)
        .filteredOn(line -> line.startsWith("Cap"))
        .hasSize(5)
        .allMatch(line -> line.endsWith(":\t0000000000000000"));
    assertThat(said)
        .contains("NoNewPrivs:\t1", "uid=1000(jovyan) gid=100(users) groups=100(users)");
    assertThat(said)
        .filteredOn(line -> line.startsWith("/proc/1 "))
        .containsExactly("/proc/1 sh run.sh ");
    assertThat(said)
        .filteredOn(line -> line.startsWith("/proc/"))
        .allMatch(line -> line.matches("/proc/\\d+ (sh run\\.sh |tr .*|)"));
    assertThat(said)
        .noneMatch(
            line -> line.matches("(?i)(mount|env) .*(recorded|recorder|aws_|/var/log/pods).*"));
    assertThat(run.stderr()).hasToString("");
    assertThat(run.verification().problems()).isEmpty();
    assertThat(run.manifest().trace().complete()).isTrue();
    assertThat(run.events().getFirst())
        .isInstanceOfSatisfying(
            Event.Exec.class,
            exec -> {
              assertThat(exec.argv()).containsExactly(ByteString.of("sh"), ByteString.of("run.sh"));
              assertThat(exec.cwd()).isEqualTo(ByteString.of("/work/workspace"));
            });
  }
}
