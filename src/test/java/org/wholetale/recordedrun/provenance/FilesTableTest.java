package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.READ_WRITE;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.exchange;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;
import static org.wholetale.recordedrun.trace.Events.rename;
import static org.wholetale.recordedrun.trace.Events.unlink;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;

class FilesTableTest {

  private final FilesTable table = new FilesTable();

  @BeforeEach
  void aShellAndAProgram() {
    accept(exec(0, 7, "sh", "run.sh"), fork(1, 7, 8), exec(2, 8, "python3"));
  }

  @Test
  void filesStandByRoleWithWhoReadAndWroteThem() {
    accept(
        open(1, 7, READ, "/work/workspace/run.sh", 1),
        open(2, 8, READ, "/work/workspace/run.sh", 1),
        open(3, 8, READ_WRITE, "/work/workspace/a b", 2),
        open(4, 8, READ, "/work/data/in.csv", 3),
        open(5, 8, READ, "/usr/lib/libc.so", 4),
        open(6, 7, WRITE, "/tmp/x", 5),
        directory("/work/workspace/folder"));

    assertText(
        false,
        """
        workspace: 2 read, 1 written
          '/work/workspace/a b'  read by python3, written by python3
          /work/workspace/run.sh  read by python3 sh
        data: 1 read, 0 written
          /work/data/in.csv  read by python3
        image: 1 read, 0 written
        scratch: 0 read, 1 written
        """);
    assertThat(table.text(table.foldersSeen(), true))
        .contains("  /usr/lib/libc.so  read by python3\n", "  /tmp/x  written by sh\n");
  }

  @Test
  void aFileStandsUnderItsLastName() {
    accept(
        open(1, 7, READ, "/work/workspace/out", 1),
        open(2, 8, WRITE, "/work/workspace/out.tmp", 2),
        rename(3, 8, "/work/workspace/out.tmp", "/work/workspace/out"));

    assertText(
        false,
        """
        workspace: 1 read, 1 written
          /work/workspace/out  read by sh, written by python3
        """);
  }

  @Test
  void aRenamedFolderTakesItsFilesAlong() {
    accept(
        open(1, 8, WRITE, "/work/workspace/d/a", 1),
        open(2, 8, WRITE, "/work/workspace/d.txt", 2),
        open(3, 8, WRITE, "/work/workspace/d0", 3),
        rename(4, 8, "/work/workspace/d", "/work/workspace/e"));

    assertText(
        false,
        """
        workspace: 0 read, 3 written
          /work/workspace/d.txt  written by python3
          /work/workspace/d0  written by python3
          /work/workspace/e/a  written by python3
        """);
  }

  @Test
  void whatIsExchangedTakesItsReadersAndWritersAlong() {
    accept(
        open(1, 7, READ, "/work/workspace/a", 1),
        open(2, 8, WRITE, "/work/workspace/d/b", 2),
        exchange(3, 8, "/work/workspace/a", "/work/workspace/d"));

    assertText(
        false,
        """
        workspace: 1 read, 1 written
          /work/workspace/a/b  written by python3
          /work/workspace/d  read by sh
        """);
  }

  @Test
  void whatTheRunRemovedIsSaidToBeGone() {
    accept(
        open(1, 8, WRITE, "/work/workspace/a", 1),
        open(2, 8, WRITE, "/work/workspace/b", 2),
        unlink(3, 8, "/work/workspace/a"),
        unlink(4, 8, "/work/workspace/b"),
        open(5, 8, WRITE, "/work/workspace/b", 3));

    assertText(
        false,
        """
        workspace: 0 read, 2 written
          /work/workspace/a  written by python3, removed
          /work/workspace/b  written by python3
        """);
  }

  private static Event.Open directory(String path) {
    return new Event.Open(
        at(1, 7),
        ByteString.of(path),
        false,
        READ,
        new FileId("254:0", 9),
        FileKind.DIRECTORY,
        OpenFlags.NONE,
        false);
  }

  private void accept(Event... events) {
    for (Event event : events) {
      table.accept(event);
    }
  }

  private void assertText(boolean all, String text) {
    assertThat(table.text(table.foldersSeen(), all)).isEqualTo(text);
  }
}
