package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.READ_WRITE;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.exchange;
import static org.wholetale.recordedrun.trace.Events.open;
import static org.wholetale.recordedrun.trace.Events.rename;
import static org.wholetale.recordedrun.trace.Events.unlink;

import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;

class FileInventoryTest {

  private final FileInventory inventory = new FileInventory();

  @Test
  void aFileIsReadAndWrittenByAllItsOpens() {
    accept(
        open(1, 7, READ, "/a", 1),
        open(2, 7, WRITE, "/b", 2),
        open(3, 7, READ_WRITE, "/c", 3),
        open(4, 8, WRITE, "/a", 1));

    assertFiles("/a 1 rw", "/b 2 w", "/c 3 rw");
    assertThat(inventory.filesRead()).isEqualTo(2);
    assertThat(inventory.filesWritten()).isEqualTo(3);
    assertThat(inventory.files().getFirst().lastRead()).isEqualTo(1000);
  }

  @Test
  void whatIsNoRegularFileIsNotListed() {
    accept(
        new Event.Open(
            at(1, 7),
            ByteString.of("/dev/null"),
            false,
            WRITE,
            new FileId("0:5", 4),
            FileKind.CHARACTER_DEVICE,
            OpenFlags.NONE,
            false));

    assertFiles();
  }

  @Test
  void aFileHasItsLastName() {
    accept(open(1, 7, WRITE, "/t", 1), rename(2, 7, "/t", "/a"), rename(3, 7, "/a", "/b"));

    assertFiles("/b 1 w");
  }

  @Test
  void aFileThatIsRenamedOverIsGone() {
    accept(open(1, 7, READ, "/a", 1), open(2, 7, WRITE, "/a.tmp", 2), rename(3, 7, "/a.tmp", "/a"));

    assertFiles("/a 1 r removed", "/a 2 w");
  }

  @Test
  void aFileIsGoneAlsoWhereWhatIsRenamedOverItWasNeverOpened() {
    accept(open(1, 7, READ, "/a", 1), rename(2, 7, "/unseen", "/a"));

    assertFiles("/a 1 r removed");
  }

  @Test
  void renamingOneNameOfAFileToAnotherOfItsNamesChangesNothing() {
    accept(open(1, 7, READ, "/a", 1), open(2, 7, READ, "/b", 1), rename(3, 7, "/a", "/b"));
    assertFiles("/b 1 r");

    accept(rename(4, 7, "/b", "/b"));
    assertFiles("/b 1 r");
  }

  @Test
  void aFileOfWhichOneNameIsRemovedIsStillThereByTheOther() {
    accept(open(1, 7, READ, "/a", 1), open(2, 7, READ, "/b", 1), unlink(3, 7, "/a"));

    assertFiles("/b 1 r");
  }

  @Test
  void anInodeThatIsUsedAgainIsAnotherFile() {
    accept(
        open(1, 7, WRITE, "/old", 1, true),
        unlink(2, 7, "/old"),
        open(3, 7, READ_WRITE, "/new", 1, true));

    assertFiles("/new 1 rw", "/old 1 w removed");
  }

  @Test
  void aRenamedFolderTakesItsFilesAlong() {
    accept(
        open(1, 7, WRITE, "/d/a", 1),
        open(2, 7, WRITE, "/d/e/b", 2),
        open(3, 7, WRITE, "/dd/c", 3),
        rename(4, 7, "/d", "/new"),
        unlink(5, 7, "/new/a"));

    assertFiles("/dd/c 3 w", "/new/a 1 w removed", "/new/e/b 2 w");
  }

  @Test
  void filesThatAreExchangedHaveEachOthersNames() {
    accept(
        open(1, 7, WRITE, "/a", 1),
        open(2, 7, READ, "/b", 2),
        exchange(3, 7, "/a", "/b"),
        exchange(4, 7, "/b", "/unseen"));

    assertFiles("/a 2 r", "/unseen 1 w");
  }

  @Test
  void aFolderThatIsExchangedWithAFileTakesItsFilesAlong() {
    accept(
        open(1, 7, WRITE, "/d/a", 1),
        open(2, 7, WRITE, "/d0", 2),
        open(3, 7, READ, "/f", 3),
        exchange(4, 7, "/f", "/d"));

    assertFiles("/d 3 r", "/d0 2 w", "/f/a 1 w");
  }

  @Test
  void exchangingTwoNamesOfAFileChangesNothing() {
    accept(open(1, 7, READ, "/a", 1), open(2, 7, READ, "/b", 1), exchange(3, 7, "/a", "/b"));

    assertFiles("/b 1 r");
  }

  private void accept(Event... events) {
    for (Event event : events) {
      inventory.accept(event);
    }
  }

  private void assertFiles(String... files) {
    assertThat(inventory.files())
        .extracting(file ->
            "%s %s %s%s%s"
                .formatted(
                    file.path(),
                    file.id().inodeText(),
                    file.isRead() ? "r" : "",
                    file.isWritten() ? "w" : "",
                    file.isRemoved() ? " removed" : ""))
        .containsExactly(files);
  }
}
