package org.wholetale.recordedrun.e2e.cluster;

import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  private static final long PATIENCE_SECONDS = 60;

  /** What a command printed, and how it ended. */
  record Said(int exitCode, String out, String err) {}

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

  /** Kills, with SIGKILL, the process of a container that has these words in its command line. */
  void kill(ContainerStatus container, String words) throws InterruptedException {
    String id = container.getContainerID().replaceFirst(".*//", "");
    Said said =
        run(
            "sh",
            "-euc",
            """
            for process in $(grep -ls "$1" /proc/[0-9]*/cgroup); do
              process=${process%/cgroup}
              if tr '\\0' ' ' < $process/cmdline | grep -q "$2"; then
                kill -KILL ${process#/proc/}
                exit
              fi
            done
            echo "no such process" >&2
            exit 1
            """,
            "kill",
            id,
            words);
    if (said.exitCode() != 0) {
      throw new AssertionError(said);
    }
  }

  Said run(String... command) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ExecWatch exec = pod.writingOutput(out).writingError(err).exec(command)) {
      int exitCode = exec.exitCode().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new Said(exitCode, text(out), text(err));
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(List.of(command) + ": " + text(err), e);
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
