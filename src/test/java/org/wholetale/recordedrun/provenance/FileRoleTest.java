package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;

class FileRoleTest {

  private static final RunFolders FOLDERS = new RunFolders("/work/workspace", "/work/data");

  @ParameterizedTest
  @CsvSource({
    "/work/workspace/run.sh, WORKSPACE",
    "/work/workspace,        IMAGE",
    "/work/workspaces/a,     IMAGE",
    "/work/data/a/b,         DATA",
    "/usr/bin/sh,            IMAGE",
    "/tmp/a,                 SCRATCH",
    "/dev/shm/a,             SCRATCH",
    "/dev/null,              KERNEL",
    "/proc/self/maps,        KERNEL",
    "/.../a,                 IMAGE",
    "memfd:a,                KERNEL",
    "pipe:[4711],            KERNEL"
  })
  void aPathHasTheRoleOfTheFolderItLiesIn(String path, FileRole role) {
    assertThat(FileRole.of(ByteString.of(path), FOLDERS)).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({
    "/tmp/ws, /tmp/ws/data, /tmp/ws/data/a, DATA",
    "/tmp/ws, /tmp/ws/data, /tmp/ws/a,      WORKSPACE",
    "/tmp/ws, /tmp/ws/data, /tmp/a,         SCRATCH",
    "/d/ws,   /d,           /d/ws/a,        WORKSPACE",
    "/tmp,    ,             /tmp/a,         WORKSPACE",
    "/,       ,             /a,             WORKSPACE",
    "/,       ,             /proc/a,        KERNEL"
  })
  void theLongestFolderCounts(String workspace, String data, String path, FileRole role) {
    assertThat(FileRole.of(ByteString.of(path), new RunFolders(workspace, data))).isEqualTo(role);
  }

  @Test
  void aTraceShowsItsFoldersByWhereItsFirstProgramStarts() {
    Event.Exec exec = Events.exec(1, 7, "sh");

    assertThat(RunFolders.of(exec)).contains(FOLDERS);
    assertThat(RunFolders.of(startedIn("/home/me", exec)))
        .contains(new RunFolders("/home/me", null));
  }

  @Test
  void theNameOfARoleIsThatOfTheListing() {
    assertThat(FileRole.WORKSPACE.text()).isEqualTo("workspace");
  }

  private static Event.Exec startedIn(String cwd, Event.Exec exec) {
    return new Event.Exec(
        exec.at(),
        exec.path(),
        exec.file(),
        exec.argv(),
        false,
        ByteString.of(cwd),
        exec.parent(),
        null,
        Map.of(),
        false);
  }
}
