package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Root on the node, in a privileged pod of the recorder's image, outside of the namespaces that the
 * chart guards: who does to a run what the kernel, a crash or an administrator would do.
 */
final class NodeShell implements AutoCloseable {

  private static final String NAMESPACE = "default";

  /** Without it runs that compute would leave it next to nothing. */
  private static final Quantity ENOUGH = new Quantity("300m");

  private static final long PATIENCE_SECONDS = 60;

  /** What a command printed, and how it ended. */
  record Said(int exitCode, String out, String err) {
    void mustSucceed() {
      if (exitCode != 0) {
        throw new AssertionError(this);
      }
    }
  }

  /** A command that runs. */
  final class Command implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final String command;
    private final ExecWatch exec;

    private Command(String... command) {
      this.command = String.join(" ", command);
      this.exec = pod.writingOutput(out).writingError(err).exec(command);
    }

    private boolean hasBegun() {
      return out.size() > 0;
    }

    /** Waits until it has ended. */
    Said await() throws InterruptedException {
      try {
        int exitCode = exec.exitCode().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return new Said(exitCode, text(out), text(err));
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError(command + ": " + text(err), e);
      }
    }

    @Override
    public void close() {
      exec.close();
    }
  }

  private final PodResource pod;

  private NodeShell(PodResource pod) {
    this.pod = pod;
  }

  /**
   * Starts one.
   *
   * @param folder of the node, which it sees under the same name
   */
  static NodeShell open(TestCluster cluster, String folder) {
    Pod spec =
        new PodBuilder()
            .withNewMetadata()
            .withName(TestCluster.unique("node-shell"))
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .withHostPID(true)
            .withTerminationGracePeriodSeconds(0L)
            .withAutomountServiceAccountToken(false)
            .addNewContainer()
            .withName("shell")
            .withImage(cluster.setting("RECORDEDRUN_RECORDER_IMAGE"))
            .withCommand("sleep", "infinity")
            .withNewResources()
            .addToRequests("cpu", ENOUGH)
            .endResources()
            .withNewSecurityContext()
            .withPrivileged(true)
            .withRunAsUser(0L)
            .endSecurityContext()
            .addNewVolumeMount()
            .withName("folder")
            .withMountPath(folder)
            .endVolumeMount()
            .endContainer()
            .addNewVolume()
            .withName("folder")
            .withNewHostPath(folder, "DirectoryOrCreate")
            .endVolume()
            .endSpec()
            .build();
    PodResource pod = cluster.client().pods().resource(spec);
    pod.create();
    NodeShell shell = new NodeShell(pod);
    try {
      eventually().alias("the shell runs").until(pod::isReady);
    } catch (ConditionTimeoutException e) {
      shell.close();
      throw e;
    }
    return shell;
  }

  /**
   * Signals the process of a run's pod that has these words in its command line, an extended
   * regular expression; waits until there is one.
   */
  void signal(String signal, ClusterRun run, String words) throws InterruptedException {
    onProcess(run, words, "kill -s %s \"$process\"".formatted(signal));
  }

  /**
   * Runs a command of a shell for such a process, whose pid is in {@code $process}, and its pod's
   * uid in {@code $1}.
   *
   * @throws AssertionError where it fails
   */
  void onProcess(ClusterRun run, String words, String command) throws InterruptedException {
    String uid =
        eventually().until(run::pods, pods -> !pods.isEmpty()).getFirst().getMetadata().getUid();
    String group = "pod(%s|%s)".formatted(uid, uid.replace('-', '_')); // as systemd names groups
    run("sh", "-euc", search("cgroup", command), "on-process", uid, group, words).mustSucceed();
  }

  /**
   * Looks out for the recorder's processes of a run that does not exist yet, and does the same to
   * the first one with these words before it can do anything.
   *
   * @param run its name
   */
  Command lookOut(String run, String words, String command) {
    Command lookOut =
        new Command(
            "sh",
            "-euc",
            "echo looking\n" + search("environ", command),
            "look-out",
            "",
            "^POD_NAME=%s-[0-9a-f]+$".formatted(run),
            words);
    eventually().alias("somebody looks out for " + run).until(lookOut::hasBegun);
    return lookOut;
  }

  /** Finds a process by what is in that file of it, {@code $2}, and in its command line, $3. */
  private static String search(String file, String command) {
    return """
    while :; do
      for process in $(grep -lszE "$2" /proc/[0-9]*/%1$s); do
        process=${process%%/%1$s}
        if tr '\\0' ' ' 2> /dev/null < "$process/cmdline" | grep -qE "$3"; then
          process=${process#/proc/}
          %2$s
          exit
        fi
      done
      sleep 0.05
    done
    """
        .formatted(file, command);
  }

  /** What is in a file that a container sees under that path. */
  String read(ContainerStatus container, String path) throws InterruptedException {
    String id = container.getContainerID().replaceFirst(".*//", "");
    Said said =
        run(
            "sh",
            "-euc",
            "process=$(grep -ls \"$1\" /proc/[0-9]*/cgroup | head -n 1); cat ${process%/cgroup}/root$2",
            "read",
            id,
            path);
    assertThat(said.exitCode()).as(said.toString()).isZero();
    return said.out();
  }

  String nodeName() {
    return pod.require().getSpec().getNodeName();
  }

  Said run(String... command) throws InterruptedException {
    try (Command running = new Command(command)) {
      return running.await();
    }
  }

  @Override
  public void close() {
    pod.delete();
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
