package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.recorder.CgroupHierarchy.Version;

/** The groups that are made for a run. */
class AccountedGroupTest {

  @TempDir Path folder;

  @Test
  void controllersOfV2AreHandedOnFromTheRootDownToTheGroupAbove() throws IOException {
    CgroupHierarchy hierarchy = new CgroupHierarchy(Version.V2, new Cgroup(folder));
    offers(folder, "cpuset cpu io memory pids");
    Path above = Files.createDirectories(folder.resolve("recordedrun"));
    offers(above, "io memory");

    AccountedGroup group = AccountedGroup.at(hierarchy, "recordedrun/podX");
    Files.createDirectories(group.group().folder());
    offers(group.group().folder(), "memory");
    group.create();

    assertThat(group.counterparts()).isEmpty();
    // A plain file begins with what was written into it last.
    assertThat(folder.resolve("cgroup.subtree_control")).content().startsWith("+pids");
    assertThat(above.resolve("cgroup.subtree_control")).content().startsWith("+io");
    assertThat(group.group().folder().resolve("cgroup.subtree_control")).isEmptyFile();
    group.child("tale").create();
    assertThat(group.group().folder().resolve("cgroup.subtree_control"))
        .content()
        .isEqualTo("+memory");
  }

  private static void offers(Path group, String controllers) throws IOException {
    Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
    Files.createFile(group.resolve("cgroup.subtree_control"));
  }

  /** On a machine of both versions; needs root. */
  @Test
  void whatV2DoesNotCountIsCountedInV1() throws Exception {
    CgroupHierarchy hierarchy = CgroupHierarchy.mounted();
    assumeTrue(
        !hierarchy.root().controllers().contains("memory")
            && Controller.MEMORY.mountedV1().isPresent(),
        "this machine's v2 hierarchy has the memory controller");
    AccountedGroup group =
        AccountedGroup.at(hierarchy, "recordedrun-test-" + UUID.randomUUID()).create();
    try {
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "for group; do echo 0 > \"$group\"; done; cat /proc/self/cgroup",
                  "sh",
                  group.counterpartProcesses().getFirst().toString(),
                  group.counterpartProcesses().getLast().toString(),
                  group.processes().toString())
              .start();
      String name = String.valueOf(group.group().folder().getFileName());
      ProcessGroups groups = ProcessGroups.parse(process.inputReader().lines().toList());
      process.waitFor();

      assertThat(groups.inV2()).contains("/" + name);
      ProcessGroups own = ProcessGroups.of(Path.of("/proc"), "self");
      for (Controller controller : group.counterparts().keySet()) {
        if (controller == Controller.MEMORY || controller == Controller.PIDS) {
          String above = own.inV1(controller.nameInV1()).orElseThrow().path();
          assertThat(groups.inV1(controller.nameInV1()).orElseThrow().path())
              .isEqualTo((above.equals("/") ? "" : above) + "/recordedrun-" + name);
        }
      }
      AccountFiles files = AccountFiles.in(group.scope().accounts(group.group()));
      assertThat(files.paths()).containsKeys("cpu.stat", "memory.max_usage_in_bytes");
      assertThat(files.read()).hasSameSizeAs(files.paths());
    } finally {
      group.removeWhenEmpty();
    }
    assertThat(group.counterparts().values())
        .allSatisfy(counterpart -> assertThat(counterpart.folder()).doesNotExist());
  }
}
