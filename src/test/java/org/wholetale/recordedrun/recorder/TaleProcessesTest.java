package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processes of a pod are the tale's. */
class TaleProcessesTest {

  private static final long TALE = 100;
  private static final long MESH = 200;

  private final Map<Integer, String> containers = new HashMap<>();
  private final TaleProcesses processes =
      new TaleProcesses(process -> Optional.ofNullable(containers.get(process)), null);

  @Test
  void anInjectedContainerIsLeftOutWithAllItStarts() {
    containers.put(7, "istio-proxy");
    containers.put(9, "tale");

    assertThat(arrivesAndExecutes(7, MESH)).isFalse();
    assertThat(processes.forks(7, 8)).isFalse();
    assertThat(arrivesAndExecutes(9, TALE)).isTrue();

    assertThat(processes.contains(8)).isFalse();
    assertThat(processes.contains(9)).isTrue();
    // entered from outside, as by kubectl exec
    assertThat(processes.executes(10, MESH)).isFalse();
    assertThat(processes.executes(11, TALE)).isTrue();
    assertThat(processes.others()).containsExactly("istio-proxy");
    assertThat(processes.group()).isEqualTo(TALE);
  }

  @Test
  void aNumberThatIsUsedAgainIsNotTakenForAnother() {
    containers.put(7, "istio-proxy");
    arrivesAndExecutes(7, MESH);
    processes.forks(7, 8);

    assertThat(processes.exits(8)).isFalse();
    assertThat(processes.exits(8)).as("told once more").isFalse();
    assertThat(processes.contains(8)).isTrue();
    processes.forks(7, 8);
    assertThat(processes.forks(9, 8)).isTrue();
    assertThat(processes.contains(8)).isTrue();
  }

  @Test
  void oneThatCannotBeToldIsTheTaleAsLongAsNoneIs() {
    assertThat(arrivesAndExecutes(9, TALE)).isTrue();
    assertThat(arrivesAndExecutes(7, MESH)).isFalse();

    assertThat(processes.group()).isEqualTo(TALE);
    assertThat(processes.others()).containsExactly("unknown");
  }

  @Test
  void theTalesNameGoesBeforeAGuess() {
    arrivesAndExecutes(7, MESH);
    containers.put(9, "tale");

    assertThat(arrivesAndExecutes(9, TALE)).isTrue();
    assertThat(processes.group()).isEqualTo(TALE);
    assertThat(processes.executes(8, MESH)).isFalse();
  }

  @Test
  void aContainerIsKnownByTheFolderThatTheKubeletMountsIntoIt(@TempDir Path proc)
      throws IOException {
    Files.createDirectory(proc.resolve("42"));
    Files.writeString(
        proc.resolve("42/mountinfo"),
        """
        276 142 0:90 / / rw,relatime master:35 - overlay overlay rw,lowerdir=/var/lib/containerd
        292 276 254:0 /var/lib/kubelet/pods/5cdda006-9e76/etc-hosts /etc/hosts rw - ext4 /dev/vda rw
        298 276 254:0 /var/lib/kubelet/pods/5cdda006-9e76/volumes/kubernetes.io~empty-dir/a /a rw - ext4 /dev/vda rw
        301 276 254:0 /var/lib/kubelet/pods/5cdda006-9e76/containers/tale/7258ab6c /dev/termination-log rw - ext4 /dev/vda rw
        """);

    assertThat(new ContainerNames(proc).of(42)).contains("tale");
    assertThat(new ContainerNames(proc).of(43)).isEmpty();
  }

  private boolean arrivesAndExecutes(int process, long group) {
    processes.arrives(process, group);
    return processes.executes(process, group);
  }

  /** The folder of the workspace that a user named is such a mount, and comes first. */
  @Test
  void aFolderOfAVolumeIsNotTakenForTheKubelets(@TempDir Path proc) throws IOException {
    Files.createDirectory(proc.resolve("42"));
    Files.writeString(
        proc.resolve("42/mountinfo"),
        """
        276 142 0:90 / / rw,relatime master:35 - overlay overlay rw,lowerdir=/var/lib/containerd
        298 276 254:0 /var/lib/kubelet/pods/5cdda006-9e76/volumes/kubernetes.io~empty-dir/workspace/pods/a/containers/mesh/b /work/workspace rw - ext4 /dev/vda rw
        301 276 254:0 /var/lib/kubelet/pods/5cdda006-9e76/containers/tale/7258ab6c /dev/termination-log rw - ext4 /dev/vda rw
        """);

    assertThat(new ContainerNames(proc).of(42)).contains("tale");
  }
}
