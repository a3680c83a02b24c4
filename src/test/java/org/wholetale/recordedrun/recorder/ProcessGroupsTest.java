package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.recorder.ProcessGroups.Membership;

class ProcessGroupsTest {

  private static final ProcessGroups HYBRID =
      ProcessGroups.parse(
          List.of(
              "9:name=systemd:/init",
              "4:memory:/pod/tale",
              "3:cpu,cpuacct:/pod/with:colon",
              "0::/unified/tale"));

  @Test
  void eachHierarchyHasAGroupOfItsOwn() {
    assertThat(HYBRID.inV2()).contains("/unified/tale");
    assertThat(HYBRID.inV1("memory")).contains(new Membership("memory", "/pod/tale"));
    assertThat(HYBRID.inV1("pids")).isEmpty();
  }

  @Test
  void aHierarchyOfTwoControllersIsFoundByEither() {
    assertThat(HYBRID.inV1("cpuacct")).contains(new Membership("cpu,cpuacct", "/pod/with:colon"));
  }

  @Test
  void aProcessThatIsGoneIsInNone() {
    assertThat(ProcessGroups.of(Path.of("/proc"), "0").memberships()).isEmpty();
    assertThat(ProcessGroups.parse(List.of("", "nonsense")).memberships()).isEmpty();
  }
}
