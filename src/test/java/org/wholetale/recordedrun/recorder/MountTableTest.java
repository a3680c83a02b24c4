package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {

  private static final String ROOT = "21 1 254:0 / / rw - ext4 /dev/vda rw";

  @Test
  void aFolderThatIsBoundIsFoundWhereItComesFrom() {
    MountTable mounts =
        MountTable.parse(
            List.of(ROOT, "30 21 254:0 /state/pod\\0401/spool /run/spool rw - ext4 /dev/vda rw"));

    assertThat(mounts.outside(Path.of("/run/spool"))).contains(Path.of("/state/pod 1/spool"));
    assertThat(mounts.outside(Path.of("/run/spool/archive/x")))
        .contains(Path.of("/state/pod 1/spool/archive/x"));
  }

  @Test
  void aFolderThatIsNotBoundIsWhereItIs() {
    assertThat(MountTable.parse(List.of(ROOT)).outside(Path.of("/tmp/x")))
        .contains(Path.of("/tmp/x"));
  }

  @Test
  void aFolderBoundFromWhatCannotBeSeenIsNowhere() {
    MountTable mounts =
        MountTable.parse(
            List.of(
                "21 1 0:30 / / rw - overlay overlay rw",
                "30 21 254:0 /var/lib/kubelet/pods/1/spool /run/spool rw - ext4 /dev/vda rw"));

    assertThat(mounts.outside(Path.of("/run/spool"))).isEmpty();
  }
}
