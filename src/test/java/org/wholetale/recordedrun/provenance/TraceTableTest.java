package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ_WRITE;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.execFailed;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.gap;
import static org.wholetale.recordedrun.trace.Events.killed;
import static org.wholetale.recordedrun.trace.Events.open;
import static org.wholetale.recordedrun.trace.Events.rename;
import static org.wholetale.recordedrun.trace.Events.unlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.SocketId;

class TraceTableTest {

  private static final List<Event> RUN =
      List.of(
          exec(1, 7, "sh", "run.sh"),
          fork(20, 7, 8),
          execFailed(30, 8, "/bin/no such"),
          exec(40, 8, "python3", "-c", "print(1)\n"),
          open(50, 8, READ_WRITE, "/work/workspace/a b", 1),
          close(60, 8, "/work/workspace/a b", 1),
          rename(70, 8, "/a", "/b"),
          unlink(80, 8, "/b"),
          killed(90, 8, 11),
          gap(91, 92, null),
          fork(100, 7, 8),
          exit(110, 8, 0),
          exit(1_234_567, 7, 3));

  @Test
  void aRunIsItsStartsExecsAndExitsAndWhatIsMissing() {
    assertThat(table(false, RUN))
        .containsExactly(
            "TIME(us)     EVENT       PROCESS  PROGRAM-NAME     DETAILS",
            "1            exec        7        sh               argv=sh run.sh",
            "20           start       7        sh               child=8",
            "40           exec        8        python3          argv=python3 -c $'print(1)\\n'",
            "90           exit        8        python3          signal=11",
            "92           gap         -        -                from=91 to=92 lost=unknown"
                + " cause='the kernel'\\''s buffer was full'",
            "100          start       7        sh               child=8",
            "110          exit        8        sh               code=0",
            "1234567      exit        7        sh               code=3");
  }

  @Test
  void filesAndFailedExecsAreShownOnDemand() {
    assertThat(table(true, RUN))
        .containsSubsequence(
            "30           exec-failed 8        sh               "
                + "errno=2 path='/bin/no such' argv='/bin/no such'",
            "50           open        8        python3          "
                + "mode=rw path='/work/workspace/a b'",
            "60           close       8        python3          path='/work/workspace/a b'",
            "70           rename      8        python3          from=/a to=/b",
            "80           unlink      8        python3          path=/b")
        .hasSize(1 + RUN.size());
  }

  @Test
  void socketsAreShown() {
    SocketId tcp = new SocketId("tcp", 55);
    SocketId unix = new SocketId("unix-dgram", 56);
    SocketId udp = new SocketId("udp", 57);
    Endpoint.Ip here = new Endpoint.Ip("::1", 50000);
    Endpoint.Ip there = new Endpoint.Ip("::1", 80);
    ByteString name = ByteString.of("a\nb");

    assertThat(
            table(
                false,
                List.of(
                    new Event.Bind(at(1, 7), tcp, null, 98, false, false),
                    new Event.Connect(
                        at(2, 7),
                        tcp,
                        new Endpoint.Pair(there, here, null),
                        true,
                        null,
                        false,
                        false),
                    new Event.Accept(at(3, 7), tcp, 54, new Endpoint.Pair(here, there, null)),
                    new Event.Send(at(4, 7), unix, new Endpoint.UnixName(name), false, false),
                    new Event.Send(at(5, 7), unix, new Endpoint.UnixPath(name), false, false),
                    new Event.Traffic(at(6, 7), tcp, 8, 9),
                    new Event.Lookup(
                        at(7, 7), udp, ByteString.of("a.b"), "A", there, true, false))))
        .containsSubsequence(
            "1            bind        7        ?                tcp socket=55 errno=98",
            "2            connect     7        ?                tcp socket=55 to=[::1]:80 from=[::1]:50000 pending",
            "3            accept      7        ?                tcp socket=55 listener=54 from=[::1]:50000",
            "4            send        7        ?                unix-dgram socket=56 to=abstract:$'a\\nb'",
            "5            send        7        ?                unix-dgram socket=56 to=$'a\\nb'",
            "6            traffic     7        ?                tcp socket=55 sent=8 received=9",
            "7            lookup      7        ?                udp socket=57 name=a.b record=A server=[::1]:80 (truncated)");
  }

  @Test
  void aProgramThatWasNotSeenToStartHasNoName() {
    assertThat(table(false, List.of(exit(5, 9, 0))).getLast())
        .isEqualTo("5            exit        9        ?                code=0");
  }

  @Test
  void noNameForgesALineOrColumn() {
    Event.Exec hostile =
        new Event.Exec(
            at(1, 7),
            ByteString.of("/bin/sh"),
            ByteString.of("./a\n9 exit 7 sh code=0\u001b[2J"),
            List.of(),
            true,
            ByteString.of("/"),
            Events.OUTSIDE,
            null,
            Map.of(),
            false);

    assertThat(table(true, List.of(hostile)).getLast())
        .isEqualTo(
            "1            exec        7        $'a\\n9 exit 7 sh code=0\\x1b[2J' argv= (truncated)");
  }

  @Test
  void aProgramExecutedByADescriptorHasTheNameOfItsFile() {
    Event.Exec exec =
        new Event.Exec(
            at(1, 7),
            ByteString.of("/usr/bin/true"),
            ByteString.of("/dev/fd/3"),
            List.of(),
            false,
            ByteString.of("/"),
            Events.OUTSIDE,
            null,
            Map.of(),
            false);

    assertThat(table(false, List.of(exec)).getLast()).contains(" true ");
  }

  private static List<String> table(boolean files, List<Event> events) {
    TraceTable table = new TraceTable(files);
    List<String> lines = new ArrayList<>(List.of(table.header()));
    events.forEach(event -> table.row(event).ifPresent(lines::add));
    return lines;
  }
}
