package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.recorder.CgroupHierarchy.Version;

/** From the lines of {@code /proc/PID/cgroup} to the groups that are recorded. */
class ScopeTest {

  private static final String UID = "5cdda006-9e76-4ac0-a5a2-b4036119864c";
  private static final Path ROOT = Path.of("/run/recordedrun/cgroup");

  @TempDir Path proc;

  @ParameterizedTest
  @CsvSource({
    // the kubelet's drivers: cgroupfs, systemd; a runtime with a group of its own below the
    // container's
    "/kubepods/burstable/podUID/0a1b, /kubepods/burstable/podUID, 0a1b",
    "/kubepods.slice/kubepods-podU_ID.slice/cri-containerd-0a1b.scope,"
        + " /kubepods.slice/kubepods-podU_ID.slice, cri-containerd-0a1b.scope",
    "/kubepods.slice/kubepods-podU_ID.slice/crio-0a1b.scope/container,"
        + " /kubepods.slice/kubepods-podU_ID.slice, crio-0a1b.scope"
  })
  void thePodIsToldByItsUid(String own, String pod, String container) throws RecorderException {
    Scope scope =
        Scope.ofContainer(
            new CgroupHierarchy(Version.V2, new Cgroup(ROOT)),
            new Cgroup(ROOT).child(named(own)),
            UID);

    assertThat(scope.watched()).isEqualTo(new Cgroup(ROOT).child(named(pod)));
    assertThat(scope.own()).isEqualTo(scope.watched().child(container));
  }

  @Test
  void aGroupOutsideOfThePodIsRefused() {
    CgroupHierarchy hierarchy = new CgroupHierarchy(Version.V2, new Cgroup(ROOT));

    assertThatThrownBy(() -> Scope.ofContainer(hierarchy, new Cgroup(ROOT).child("/user"), UID))
        .isInstanceOf(RecorderException.class)
        .hasMessageContaining("/run/recordedrun/cgroup/user is not below one of the pod " + UID);
  }

  @ParameterizedTest
  @CsvSource({"V2, /pods/v2", "V1, /pods/memory"})
  void aProcessIsFoundInEitherHierarchy(Version version, String path) throws IOException {
    Files.createDirectory(proc.resolve("42"));
    Files.writeString(
        proc.resolve("42/cgroup"),
        "5:cpu,memory:/pods/memory\n4:cpuset:/other\n1:name=systemd:/memory\n0::/pods/v2\n");
    CgroupHierarchy hierarchy = new CgroupHierarchy(version, new Cgroup(ROOT));

    assertThat(hierarchy.groupOf(proc, "42")).contains(new Cgroup(ROOT).child(path));
    assertThat(hierarchy.groupOf(proc, "43")).isEmpty();
  }

  @Test
  void whatTheTaleUsesIsCountedBesideItToo() {
    Cgroup memory = new Cgroup(Path.of("/run/recordedrun/cgroup-memory/other/podX"));
    Cgroup pod = new Cgroup(ROOT).child("kubepods/podX");
    Scope scope =
        new Scope(
            new CgroupHierarchy(Version.V2, new Cgroup(ROOT)),
            pod,
            pod.child("own"),
            List.of(memory));

    assertThat(scope.accounts(pod.child("tale")))
        .containsExactly(pod.child("tale"), memory.child("tale"));
    assertThat(scope.accounts(pod)).containsExactly(pod, memory);
  }

  private static String named(String path) {
    return path.replace("U_ID", UID.replace('-', '_')).replace("UID", UID);
  }
}
