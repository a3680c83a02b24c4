package org.wholetale.recordedrun.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.gap;
import static org.wholetale.recordedrun.trace.Events.killed;
import static org.wholetale.recordedrun.trace.Events.open;
import static org.wholetale.recordedrun.trace.Events.texts;
import static org.wholetale.recordedrun.trace.Events.unlink;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;
import org.wholetale.recordedrun.trace.OutputLine;
import org.wholetale.recordedrun.trace.ResourceUsage;
import org.wholetale.recordedrun.trace.SocketId;
import org.wholetale.recordedrun.trace.UserId;

/**
 * A run that has of everything that a report shows, and whose names would break a page that took
 * them for markup.
 */
final class HostileRun {

  private static final String SCRIPT = "</script><script>alert(1)</script>";
  private static final ByteString NO_TEXT = ByteString.copyOf(new byte[] {'/', 'w', (byte) 0xff});

  private HostileRun() {}

  static RunRecord record() {
    RunGraph graph = new RunGraph();
    events().forEach(graph::accept);
    FileContents contents = new FileContents();
    contents.add(new FileId("254:0", 1), new FileContents.Content(12, "ab".repeat(32)));
    contents.add(new FileId("254:0", 2), new FileContents.Content(1 << 20, null));
    contents.add(new FileId("254:0", 4), new FileContents.Content(3, "cd".repeat(32)));
    return new RunRecord(description(), graph, contents);
  }

  static ReportSupplement supplement() throws IOException {
    PrintedOutput printed = new PrintedOutput();
    printed.accept(new OutputLine(2_000, "stdout", ByteString.of("\u001b[31mred\u001b[0m\r\n")));
    printed.accept(new OutputLine(3_000, "stderr", ByteString.of("<!-- " + SCRIPT + "\u2028\n")));
    printed.accept(new OutputLine(4_000, "stdout", ByteString.of("\u202eleft\t\u0007\n")));
    String statistics =
        """
        {"t":1000,"cpuSeconds":0.000001,"memoryBytes":4096,"memoryPeakBytes":4096,"memoryLimitBytes":1073741824,"pids":1}
        {"t":30000,"cpuSeconds":0.00002,"memoryBytes":8192,"memoryPeakBytes":16384,"pids":3}
        {"t":90000,"cpuSeconds":0.00003,"memoryBytes":0,"memoryPeakBytes":16384,"pids":0}
        """;
    return new ReportSupplement(
        ResourceSeries.read(new ByteArrayInputStream(statistics.getBytes(UTF_8))),
        printed,
        List.of("a remark with <b>markup</b>"));
  }

  private static List<Event> events() {
    String workspace = Events.WORKSPACE;
    return List.of(
        exec(1, 7, "sh", "run.sh", SCRIPT),
        open(2, 7, READ, workspace + "/run.sh", 1),
        fork(3, 7, 8),
        fork(3, 7, 9),
        fork(4, 7, 10),
        exit(5, 10, 0),
        fork(5, 7, 11),
        exit(6, 11, 0),
        new Event.Exec(
            at(7, 8),
            ByteString.of("/bin/awk"),
            ByteString.of("awk"),
            texts("awk", "{ print }\n", "\u202efdp.exe"),
            true,
            ByteString.of(workspace),
            Events.process(7),
            new UserId(1000, 100),
            Map.of("LANG", ByteString.of("C"), "TITLE", ByteString.of("<img src=x>")),
            true),
        open(8, 8, READ, "/work/data/<img src=x onerror=alert(1)>.csv", 2),
        open(9, 8, READ, "/lib/libc.so", 3),
        exec(10, 9, "sort"),
        open(11, 9, WRITE, workspace + "/new\nline \u202etxt.csv", 4, OpenFlags.CREATED),
        open(12, 9, WRITE, "/tmp/gone", 5, OpenFlags.CREATED),
        close(13, 9, "/tmp/gone", 5),
        unlink(14, 9, "/tmp/gone"),
        new Event.Open(
            at(15, 9),
            NO_TEXT,
            false,
            READ,
            new FileId("254:0", 6),
            FileKind.DIRECTORY,
            OpenFlags.NONE,
            false),
        new Event.Lookup(
            at(16, 9),
            new SocketId("udp", 16),
            ByteString.of("example.org"),
            "A",
            new Endpoint.Ip("10.0.0.2", 53),
            false,
            false),
        gap(17, 20, 5L),
        new Event.Transfer(at(21, 8), new FileId("0:14", 99), FileKind.FIFO, null, 0, 640),
        new Event.Transfer(at(22, 9), new FileId("0:14", 99), FileKind.FIFO, null, 640, 0),
        killed(23, 8, 9),
        close(24, 9, workspace + "/new\nline \u202etxt.csv", 4),
        new Event.Exit(
            at(25, 9),
            1,
            null,
            false,
            new ResourceUsage(1_500_000, 4_096_000L, new ResourceUsage.Io(640, 20, 0, 0))),
        exit(90, 7, 3));
  }

  private static RunDescription description() {
    return new RunDescription(
        "science",
        "<script>alert(1)</script>",
        "5b72cc0b-d99f-4990-ad09-9d2ac02b6b49",
        new RunDescription.Tale("tale", "version", "run"),
        "example.org/image:1\u202e",
        null,
        new RunDescription.About(
            SCRIPT + " \u2028 & <!--",
            "A tale of \u202ehostile names",
            "CC-BY-4.0",
            List.of(new RunDescription.Author("Josiah <Carberry>", "0000-0002-1825-0097"))),
        List.of("sh", "run.sh", SCRIPT),
        new RunFolders(Events.WORKSPACE, "/work/data"),
        Instant.parse("2026-11-26T19:00:47.000000001Z"),
        Instant.parse("2026-11-26T19:00:47.000001001Z"),
        Instant.parse("2026-11-26T19:00:47.000090001Z"),
        3,
        null,
        new RunDescription.Completeness(
            false,
            5L,
            1,
            1,
            List.of("a program used io_uring"),
            "incomplete: 5 events lost, 1 value truncated, 1 gap"),
        new RunDescription.Recorder(
            "1.0", "v0.23.0", "6.18.44", List.of("lifecycle", "exits", "files", "bytes")));
  }
}
