package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.recorder.CgroupHierarchy.Version;
import org.wholetale.recordedrun.trace.Event;

/** Where only cgroup v1 is in use, its memory hierarchy tells the tale's processes from others. */
class MemoryHierarchyTest {

  private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");

  @Test
  void whatRunsInTheGroupIsRecordedAndNothingElse(@TempDir Path folder) throws Exception {
    assumeTrue(
        Files.exists(MEMORY.resolve("cgroup.procs")), "this machine has no v1 hierarchy any more");
    CgroupHierarchy hierarchy = new CgroupHierarchy(Version.V1, new Cgroup(MEMORY));
    try (RecordedGroup group = RecordedGroup.in(hierarchy, folder)) {
      try (ArchiveStore store = group.store();
          RunRecorder recorder = group.recorder(store)) {
        assertThat(new ProcessBuilder("sh", "-c", "cat /etc/passwd > /dev/null").start().waitFor())
            .isZero();
        assertThat(group.run("sh", "-c", "cat /etc/hostname; exit 4")).isEqualTo(4);
        recorder.finish(TaleExit.UNKNOWN, Duration.ofSeconds(20));
      }

      assertThat(group.lastArguments())
          .containsExactly("cat /etc/hostname; exit 4", "/etc/hostname");
      List<Event> events = group.events();
      assertThat(events.getLast())
          .isInstanceOfSatisfying(Event.Exit.class, exit -> assertThat(exit.code()).isEqualTo(4));
    }
  }
}
