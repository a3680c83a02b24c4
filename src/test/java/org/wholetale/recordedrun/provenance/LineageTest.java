package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.provenance.Runs.file;
import static org.wholetale.recordedrun.provenance.Runs.pipe;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.READ_WRITE;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.closeCopy;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.OpenFlags;

/** What may have gone into a file, and what may depend on one. */
class LineageTest {

  private static final OpenFlags CREATED = OpenFlags.CREATED;
  private static final OpenFlags EMPTIED = new OpenFlags(false, true, false);
  private static final String DATA = "/work/data/in.csv";
  private static final String OUT = "/work/workspace/out.csv";

  private RunRecord run = Runs.of();

  @Test
  void whoHasReadBeforeItWasDoneWithWritingMayHaveWrittenThat() {
    accept(
        exec(1, 7, "python3"),
        open(2, 7, WRITE, OUT, 2, CREATED),
        open(3, 7, READ, DATA, 1),
        close(4, 7, OUT, 2));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(leftOf(DATA)).containsExactly(OUT);
  }

  @Test
  void whatIsReadAfterTheLastWritingDidNotGoIntoIt() {
    accept(
        exec(1, 7, "python3"),
        open(2, 7, WRITE, OUT, 2, CREATED),
        close(3, 7, OUT, 2),
        open(4, 7, READ, DATA, 1),
        exit(5, 7, 0));

    assertThat(foundInto(OUT)).isEmpty();
    assertThat(leftOf(DATA)).isEmpty();
  }

  @Test
  void whoDoesNotCloseWritesUntilItsEnd() {
    accept(
        exec(1, 7, "python3"),
        open(2, 7, WRITE, OUT, 2, CREATED),
        open(4, 7, READ, DATA, 1),
        exit(5, 7, 0));

    assertThat(foundInto(OUT)).containsExactly(DATA);
  }

  @Test
  void aCopyOfACopyHasWhatBothHadBeforeThemThoughTheFirstExecutesAnotherProgramLater() {
    accept(
        exec(1, 6, "python3"),
        open(2, 6, READ, DATA, 1),
        fork(3, 6, 7),
        fork(4, 7, 8),
        exec(5, 7, "true"),
        open(6, 8, WRITE, OUT, 2, CREATED));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(leftOf(DATA)).containsExactly(OUT);
  }

  @Test
  void whatIsSentToAFileByACopyOfADescriptorIsWrittenUntilThatIsClosed() {
    accept(
        exec(1, 6, "sh"),
        open(2, 6, WRITE, OUT, 2, CREATED),
        closeCopy(3, 6, OUT, 2),
        fork(4, 6, 7),
        exec(5, 7, "cat"),
        open(6, 7, READ, DATA, 1),
        exit(7, 7, 0),
        close(8, 6, OUT, 2),
        fork(9, 6, 8),
        exec(10, 8, "cat"),
        open(11, 8, READ, "/work/data/later.csv", 3));

    assertThat(foundInto(OUT)).containsExactly(DATA);
  }

  @Test
  void whoPutsAPipeInTheFilesPlaceHasNotWrittenItForSure() {
    accept(
        exec(1, 6, "sh"),
        open(2, 6, READ, "/work/workspace/run.sh", 4),
        open(3, 6, WRITE, OUT, 2, CREATED),
        closeCopy(4, 6, OUT, 2),
        fork(5, 6, 7),
        closeCopy(6, 7, OUT, 2),
        exec(7, 7, "wc"),
        open(8, 7, READ, DATA, 1),
        exit(9, 7, 0),
        close(10, 6, OUT, 2));

    assertThat(into(OUT).steps()).filteredOn(Lineage.Step::inherited).hasSize(1);
    assertThat(run.graph().executions()).hasSize(2);
  }

  @Test
  void whoClosesACopyThatItWasBornWithHasWrittenByIt() {
    accept(
        exec(1, 6, "sh"),
        open(2, 6, WRITE, OUT, 2, CREATED),
        fork(4, 6, 7),
        exec(5, 7, "sort"),
        open(6, 7, READ, DATA, 1),
        closeCopy(7, 7, OUT, 2),
        exit(8, 7, 0),
        close(9, 6, OUT, 2));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(into(OUT).steps()).noneMatch(Lineage.Step::inherited);
    assertThat(into(OUT).file().versions()).hasSize(1);
  }

  @Test
  void aPipeLeadsFromProgramToProgram() {
    accept(
        exec(1, 6, "sh"),
        fork(2, 6, 7),
        fork(3, 6, 8),
        open(4, 8, WRITE, OUT, 2, CREATED),
        exec(5, 7, "cat"),
        exec(6, 8, "sort"),
        open(7, 7, READ, DATA, 1),
        exit(8, 7, 0),
        exit(9, 8, 0),
        pipe(10, 7, 5, 0, 100),
        pipe(11, 8, 5, 100, 0));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(programsInto(OUT)).containsExactly("sh", "cat", "sort");
    assertThat(leftOf(DATA)).containsExactly(OUT);
  }

  @Test
  void aPipeDoesNotLeadBack() {
    accept(
        exec(1, 7, "cat"),
        exec(2, 8, "sort"),
        open(3, 7, WRITE, OUT, 2, CREATED),
        open(4, 8, READ, DATA, 1),
        pipe(5, 7, 5, 0, 100),
        pipe(6, 8, 5, 100, 0));

    assertThat(foundInto(OUT)).isEmpty();
  }

  @Test
  void aCopyHasWhatItsParentHadReadUntilThen() {
    accept(
        exec(1, 6, "python3"),
        open(2, 6, READ, DATA, 1),
        fork(3, 6, 7),
        open(4, 6, READ, "/work/data/later.csv", 3),
        open(5, 7, WRITE, OUT, 2, CREATED),
        exit(6, 7, 0));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(leftOf("/work/data/later.csv")).isEmpty();
  }

  @Test
  void anotherProgramDoesNotHaveWhatItsStarterHadRead() {
    accept(
        exec(1, 6, "sh"),
        open(2, 6, READ, "/work/workspace/run.sh", 3),
        fork(3, 6, 7),
        exec(4, 7, "python3"),
        open(5, 7, READ, DATA, 1),
        open(6, 7, WRITE, OUT, 2, CREATED),
        exit(7, 7, 0));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(into(OUT).starters()).extracting(CommandText::programs).containsExactly("sh");
  }

  @Test
  void whatAnotherProgramOfTheSameProcessHadOpenedCounts() {
    accept(
        exec(1, 7, "sh"),
        open(2, 7, READ, DATA, 1),
        open(3, 7, WRITE, OUT, 2, CREATED),
        exec(4, 7, "sort"),
        exit(5, 7, 0));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(programsInto(OUT)).containsExactly("sh -> sort");
  }

  @Test
  void whoIsMadeWhileItsParentHasTheFileOpenMayHaveWrittenToIt() {
    accept(
        exec(1, 6, "sh"),
        open(2, 6, WRITE, OUT, 2, CREATED),
        fork(3, 6, 7),
        exec(4, 7, "cat"),
        open(5, 7, READ, DATA, 1),
        exit(6, 7, 0),
        close(7, 6, OUT, 2),
        fork(8, 6, 8),
        exec(9, 8, "date"),
        open(10, 8, READ, "/work/data/later.csv", 3));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(into(OUT).steps())
        .filteredOn(Lineage.Step::inherited)
        .singleElement()
        .extracting(step -> ((LineageNode.OfProcess) step.from()).process().pid())
        .isEqualTo(7);
  }

  @Test
  void aFileBetweenTwoProgramsLeadsFromOneToTheOther() {
    accept(
        exec(1, 7, "a"),
        open(2, 7, READ, DATA, 1),
        open(3, 7, WRITE, "/tmp/between", 3, CREATED),
        exit(4, 7, 0),
        exec(5, 8, "b"),
        open(6, 8, READ, "/tmp/between", 3),
        open(7, 8, WRITE, OUT, 2, CREATED),
        exit(8, 8, 0));

    assertThat(foundInto(OUT)).containsExactly(DATA);
    assertThat(leftOf(DATA)).containsExactly("/tmp/between", OUT);
    assertThat(leftOf("/tmp/between")).containsExactly(OUT);
  }

  @Test
  void whatWasWrittenThereAfterSomebodyHadReadItDidNotGoThroughHim() {
    accept(
        exec(1, 8, "b"),
        open(2, 8, READ, "/tmp/between", 3),
        open(3, 8, WRITE, OUT, 2, CREATED),
        exit(4, 8, 0),
        exec(5, 7, "a"),
        open(6, 7, READ, DATA, 1),
        open(7, 7, WRITE, "/tmp/between", 3, EMPTIED),
        exit(8, 7, 0));

    assertThat(foundInto(OUT)).containsExactly("/tmp/between");
    assertThat(leftOf(DATA)).containsExactly("/tmp/between");
  }

  /** That it opened the file again is not told. */
  @Test
  void whoHasOpenedAFileMayHaveReadWhatCameIntoItLater() {
    accept(
        exec(1, 8, "b"),
        open(2, 8, READ, "/tmp/between", 3),
        exec(3, 7, "a"),
        open(4, 7, READ, DATA, 1),
        open(5, 7, WRITE, "/tmp/between", 3, EMPTIED),
        exit(6, 7, 0),
        open(7, 8, WRITE, OUT, 2, CREATED),
        exit(8, 8, 0));

    assertThat(foundInto(OUT)).containsExactly("/tmp/between", DATA);
  }

  @Test
  void whatAFileHeldBeforeGoesIntoItUnlessItWasEmptied() {
    accept(
        exec(1, 7, "a"),
        open(2, 7, READ, DATA, 1),
        open(3, 7, READ_WRITE, OUT, 2),
        close(4, 7, OUT, 2),
        exec(5, 8, "b"),
        open(6, 8, WRITE, OUT, 2),
        exit(7, 8, 0));

    assertThat(foundInto(OUT)).containsExactly(DATA, OUT);

    accept(
        exec(1, 7, "a"),
        open(2, 7, READ, DATA, 1),
        open(3, 7, WRITE, OUT, 2, CREATED),
        close(4, 7, OUT, 2),
        exec(5, 8, "b"),
        open(6, 8, WRITE, OUT, 2, EMPTIED),
        exit(7, 8, 0));

    assertThat(foundInto(OUT)).isEmpty();
    assertThat(leftOf(DATA)).isEmpty();
  }

  @Test
  void theTreeIsDrawnWithEachPartOnce() {
    accept(
        exec(1, 6, "sh", "run.sh"),
        open(2, 6, READ, "/work/workspace/run.sh", 3),
        fork(3, 6, 7),
        fork(4, 6, 8),
        open(5, 8, WRITE, OUT, 2, CREATED),
        exec(6, 7, "cat", DATA),
        exec(7, 8, "sort", "-n"),
        open(8, 7, READ, DATA, 1),
        open(9, 7, READ, "/usr/lib/libc.so.6", 4),
        open(10, 8, READ, "/usr/lib/libc.so.6", 4),
        open(11, 8, READ, "/tmp/names", 5),
        open(11, 7, WRITE, "/tmp/names", 5),
        exit(12, 7, 0),
        exit(13, 8, 0),
        pipe(14, 7, 5, 0, 100),
        pipe(15, 8, 5, 100, 0));

    assertThat(new LineageText(run, into(OUT), false, 20).text())
        .isEqualTo(
            """
            /work/workspace/out.csv  (workspace)
            └─ written by sort -n [8]
               ├─ read /tmp/names  (scratch)
               │  └─ written by cat /work/data/in.csv [7]
               │     ├─ read /work/data/in.csv  (data)
               │     └─ read 1 file of the image
               ├─ through a pipe from cat /work/data/in.csv [7] (see above)
               ├─ at first a copy of sh run.sh [6]
               │  └─ read /work/workspace/run.sh  (workspace)
               └─ read 1 file of the image

            there before the run:
              /work/data/in.csv  (data)
              /work/workspace/run.sh  (workspace)
            """);
    assertThat(new LineageText(run, Lineage.outOf(run.graph(), file(run, DATA)), false, 20).text())
        .isEqualTo(
            """
            /work/data/in.csv  (data)
            └─ read by cat /work/data/in.csv [7]
               ├─ wrote /tmp/names  (scratch)
               │  └─ read by sort -n [8]
               │     └─ wrote /work/workspace/out.csv  (workspace)
               └─ into a pipe to sort -n [8] (see above)

            left by the run:
              /work/workspace/out.csv  (workspace)
            """);
  }

  private void accept(Event... events) {
    run = Runs.of(events);
  }

  private Lineage into(String path) {
    return Lineage.into(run.graph(), file(run, path));
  }

  private List<String> foundInto(String path) {
    return into(path).found().stream().map(FileHistory::path).map(ByteString::toString).toList();
  }

  private List<String> programsInto(String path) {
    return into(path).processes().stream().map(CommandText::programs).toList();
  }

  private List<String> leftOf(String path) {
    return Lineage.outOf(run.graph(), file(run, path)).left().stream()
        .map(FileHistory::path)
        .map(ByteString::toString)
        .toList();
  }
}
