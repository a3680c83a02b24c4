package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.READ_WRITE;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.gap;
import static org.wholetale.recordedrun.trace.Events.open;
import static org.wholetale.recordedrun.trace.Events.rename;
import static org.wholetale.recordedrun.trace.Events.unlink;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;
import org.wholetale.recordedrun.trace.ProcessId;
import org.wholetale.recordedrun.trace.SocketId;

class RunGraphTest {

  private static final OpenFlags CREATED = OpenFlags.CREATED;
  private static final OpenFlags EMPTIED = new OpenFlags(false, true, false);

  private final RunGraph graph = new RunGraph();

  @Test
  void eachExecOfAProcessIsAnExecutionOfItsOwn() {
    accept(
        exec(1, 7, "sh", "-c", "exec cat a"),
        open(2, 7, READ, "/w/run.sh", 1),
        exec(3, 7, "cat", "a"),
        open(4, 7, READ, "/w/a", 2),
        exit(5, 7, 0));

    assertThat(graph.executions())
        .extracting(RunGraphTest::told)
        .containsExactly("sh 1-3 [r /w/run.sh v0]", "cat 3-5 [r /w/a v0]");
    assertThat(graph.processes()).hasSize(1);
  }

  @Test
  void whatAProcessDoesBeforeItsFirstExecItDoesAsACopyOfItsParent() {
    accept(
        exec(1, 7, "sh"),
        fork(2, 7, 8),
        open(3, 8, WRITE, "/w/out", 1, CREATED),
        exec(4, 8, "date"),
        exit(5, 8, 0));

    assertThat(graph.executions())
        .extracting(RunGraphTest::told)
        .containsExactly("sh 1-?", "sh 2-4 [w /w/out v1]", "date 4-5");
    assertThat(graph.executions().get(1).exec()).isNull();
    // The descriptor outlives the exec: who opened it has written until the process's end.
    assertThat(only(graph.files()).last().until()).isEqualTo(5000);
  }

  @Test
  void anExecutionComesOfTheOneBeforeItOrOfWhatItsMakerExecutedThen() {
    accept(
        exec(1, 7, "sh"),
        fork(2, 7, 8),
        fork(3, 8, 9),
        exec(4, 7, "env"),
        exec(5, 9, "cat"),
        exec(6, 9, "tac"));

    assertThat(graph.executions())
        .extracting(each -> each.number() + " of " + graph.before(each).map(Execution::number))
        .containsExactly(
            "0 of Optional.empty",
            "1 of Optional[0]",
            // what its maker, which did nothing else, was made by
            "2 of Optional[0]",
            "3 of Optional[2]");
  }

  @Test
  void whereEventsMayBeMissingNobodyIsSaidToHaveComeFromOutside() {
    accept(exec(1, 7, "sh"), exec(2, 8, "cat"));
    TracedProcess second = graph.tree().roots().getLast();
    assertThat(graph.tree().hasEntered(second)).isTrue();

    accept(gap(3, 4, 1L));

    assertThat(graph.tree().hasEntered(second)).isFalse();
  }

  @Test
  void aForkThatDoesNothingIsNoExecution() {
    accept(exec(1, 7, "sh"), fork(2, 7, 8), exit(3, 8, 0));

    assertThat(graph.executions()).hasSize(1);
    assertThat(only(graph.tree().roots()).children()).hasSize(1);
  }

  @Test
  void aFileThatIsReadAsItWasFoundHasOneVersion() {
    accept(open(1, 7, READ, "/w/a", 1), open(2, 8, READ, "/w/a", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v0 read by 7 8");
  }

  @Test
  void eachWritingMakesAVersion() {
    accept(
        open(1, 7, READ, "/w/a", 1),
        open(2, 7, WRITE, "/w/a", 1, EMPTIED),
        close(3, 7, "/w/a", 1),
        open(4, 8, READ, "/w/a", 1),
        open(5, 9, WRITE, "/w/a", 1),
        close(6, 9, "/w/a", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly(
            "v0 read by 7", "v1 written by 7 2-3 read by 8", "v2 of earlier written by 9 5-6");
  }

  @Test
  void aFileThatTheRunMadeHasNoVersionBefore() {
    accept(open(1, 7, WRITE, "/w/a", 1, CREATED), close(2, 7, "/w/a", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v1 written by 7 1-2");
    assertThat(only(graph.files()).isFound()).isFalse();
  }

  @Test
  void thoseWhoWriteAtTheSameTimeMakeOneVersion() {
    accept(
        open(1, 7, WRITE, "/w/log", 1, CREATED),
        open(2, 8, WRITE, "/w/log", 1),
        close(3, 7, "/w/log", 1),
        close(4, 8, "/w/log", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v1 written by 7 8 1-4");
  }

  @Test
  void whoWritesAgainWhatNobodyHasReadGoesOnWithItsVersion() {
    accept(open(1, 7, WRITE, "/w/a", 1, CREATED), close(2, 7, "/w/a", 1), close(4, 7, "/w/a", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v1 written by 7 1-4");
  }

  /** An open that an execution repeats is not told, its close is. */
  @Test
  void whoWritesAgainWhatOthersHaveReadMakesAVersion() {
    accept(
        open(1, 7, WRITE, "/w/a", 1, CREATED),
        close(2, 7, "/w/a", 1),
        open(3, 8, READ, "/w/a", 1),
        close(4, 7, "/w/a", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v1 written by 7 1-2 read by 8", "v2 of earlier written by 7 4-4");
  }

  @Test
  void whoOpensForBothReadsWhatWasThereAndWritesWhatComesThen() {
    accept(open(1, 7, READ_WRITE, "/w/a", 1), close(2, 7, "/w/a", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v0 read by 7", "v1 of earlier written by 7 1-2");
  }

  @Test
  void whoOpensForBothWhatItEmptiesReadsNothing() {
    accept(open(1, 7, READ_WRITE, "/w/a", 1, EMPTIED), close(2, 7, "/w/a", 1));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v0", "v1 written by 7 1-2");
  }

  @Test
  void aFileKeepsItsVersionsUnderItsNextNameAndItsInodeMayBeAnothersThen() {
    accept(
        open(1, 7, WRITE, "/w/tmp", 1, CREATED),
        close(2, 7, "/w/tmp", 1),
        rename(3, 7, "/w/tmp", "/w/a"),
        open(4, 8, READ, "/w/a", 1),
        unlink(5, 8, "/w/a"),
        open(6, 9, WRITE, "/w/b", 1, CREATED));

    assertThat(graph.files())
        .extracting(file -> file.path() + (file.isRemoved() ? " removed" : ""))
        .containsExactly("/w/a removed", "/w/b");
    assertThat(graph.files().getFirst().versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v1 written by 7 1-2 read by 8");
  }

  @Test
  void aProgramThatTheRunMadeIsReadByWhoeverExecutesIt() {
    accept(
        open(1, 7, WRITE, "/bin/prog", 1, CREATED),
        close(2, 7, "/bin/prog", 1),
        exec(3, 8, "prog"));

    assertThat(only(graph.files()).last().readers())
        .singleElement()
        .satisfies(use -> assertThat(use.isExecuted()).isTrue());
  }

  @Test
  void whoWritesByADescriptorOfAnotherProcessIsAWriterToo() {
    accept(
        open(1, 7, WRITE, "/w/a", 1, CREATED),
        fork(2, 7, 8),
        exec(3, 8, "echo"),
        transfer(4, 8, FileKind.FILE, 1, null, 0, 5));

    assertThat(only(graph.files()).versions())
        .extracting(RunGraphTest::told)
        .containsExactly("v1 written by 7 8 1-?");
  }

  @Test
  void aPipeLeadsFromItsWritersToItsReaders() {
    accept(
        transfer(1, 7, FileKind.FIFO, 5, null, 0, 100),
        transfer(2, 8, FileKind.FIFO, 5, null, 60, 0),
        transfer(3, 8, FileKind.FIFO, 5, null, 40, 0));

    Channel pipe = only(graph.channels());
    ChannelUse reader = only(pipe.readers());
    assertThat(reader.read()).isEqualTo(100);
    assertThat(pipe.writersTo(reader))
        .extracting(use -> use.execution().process().pid())
        .containsExactly(7);
  }

  @Test
  void twoSocketsThatBelongTogetherAreOneChannelWithTwoEnds() {
    accept(
        transfer(1, 7, FileKind.SOCKET, 5, 6L, 10, 20),
        transfer(2, 8, FileKind.SOCKET, 6, 5L, 20, 10),
        transfer(3, 9, FileKind.SOCKET, 5, 6L, 0, 1));

    Channel sockets = only(graph.channels());
    assertThat(sockets.readers())
        .extracting(reader ->
            reader.execution().process().pid()
                + " from "
                + sockets.writersTo(reader).stream()
                    .map(use -> use.execution().process().pid())
                    .toList())
        .containsExactly("7 from [8]", "8 from [7, 9]");
  }

  /** What a process moved is told up to six seconds late. */
  @Test
  void whatIsToldOfAProcessAfterItsEndIsNotAnothersThatHasItsNumber() {
    ProcessId second = new ProcessId(7, 3000);
    accept(
        exec(1, 7, "first"),
        exit(2, 7, 0),
        fork(3, 6, 7),
        exec(new Event.Stamp(4000, 0, second, 7), second, "second"),
        transfer(5, 7, FileKind.FIFO, 5, null, 0, 100));

    assertThat(graph.executions()).hasSize(2);
    assertThat(only(graph.channels()).uses())
        .extracting(use -> told(use.execution()))
        .containsExactly("first 1-2");
  }

  @Test
  void theSameUseOfTheNetworkIsThereOnce() {
    accept(lookup(1, 7, "a.example"), lookup(2, 7, "a.example"), lookup(3, 7, "b.example"));

    assertThat(only(graph.executions()).network()).hasSize(2);
  }

  @Test
  void whatHasNoContentHasNoVersions() {
    accept(
        special(open(1, 7, READ_WRITE, "/dev/null", 4), FileKind.CHARACTER_DEVICE),
        special(open(2, 8, WRITE, "/dev/null", 4), FileKind.CHARACTER_DEVICE));

    assertThat(only(graph.files()).versions()).hasSize(1);
  }

  private void accept(Event... events) {
    for (Event event : events) {
      graph.accept(event);
    }
  }

  private static Event.Transfer transfer(
      long micros, int pid, FileKind kind, long ino, @Nullable Long peer, long read, long wrote) {
    return new Event.Transfer(at(micros, pid), new FileId("254:0", ino), kind, peer, read, wrote);
  }

  private static Event.Open special(Event.Open open, FileKind kind) {
    return new Event.Open(
        open.at(), open.path(), false, open.mode(), open.file(), kind, OpenFlags.NONE, false);
  }

  private static Event.Lookup lookup(long micros, int pid, String name) {
    return new Event.Lookup(
        at(micros, pid),
        new SocketId("udp", micros),
        ByteString.of(name),
        "A",
        new Endpoint.Ip("10.0.0.2", 53),
        false,
        false);
  }

  private static String told(Execution execution) {
    String files =
        execution.files().isEmpty()
            ? ""
            : " "
                + execution.files().stream()
                    .map(use ->
                        (use.reads() ? "r" : "")
                            + (use.writes() ? "w" : "")
                            + " "
                            + use.path()
                            + " v"
                            + use.version().number())
                    .toList();
    Event.Exec program = Objects.requireNonNull(execution.program());
    return "%s %d-%s%s"
        .formatted(
            ProgramNames.of(program), execution.from() / 1000, micros(execution.to()), files);
  }

  private static String told(FileVersion version) {
    StringBuilder told = new StringBuilder("v" + version.number());
    if (version.isFromEarlier()) {
      told.append(" of earlier");
    }
    if (!version.writers().isEmpty()) {
      told.append(" written by");
      version.writers().forEach(use -> told.append(" ").append(use.execution().process().pid()));
      told.append(" ").append(micros(version.from())).append("-").append(micros(version.until()));
    }
    if (!version.readers().isEmpty()) {
      told.append(" read by");
      version.readers().forEach(use -> told.append(" ").append(use.execution().process().pid()));
    }
    return told.toString();
  }

  private static String micros(@Nullable Long nanos) {
    return nanos == null ? "?" : Long.toString(nanos / 1000);
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.getFirst();
  }
}
