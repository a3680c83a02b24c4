package org.wholetale.recordedrun.format;

import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.gap;
import static org.wholetale.recordedrun.trace.Events.killed;
import static org.wholetale.recordedrun.trace.Events.open;
import static org.wholetale.recordedrun.trace.Events.rename;
import static org.wholetale.recordedrun.trace.Events.unlink;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.AccessMode;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;
import org.wholetale.recordedrun.trace.SocketId;

/** Records of runs, to be written in formats. */
final class RunRecords {

  private static final Instant START = Instant.parse("2026-11-23T05:00:00.000000007Z");
  private static final String WORKSPACE = Events.WORKSPACE + "/";

  private RunRecords() {}

  /** A run of which there is one of everything, hostile names and losses among it. */
  static RunRecord ofEverything() {
    FileContents contents = new FileContents();
    contents.add(new FileId("254:0", 11), new FileContents.Content(120, "0".repeat(64)));
    contents.add(new FileId("254:0", 13), new FileContents.Content(7, null));
    return new RunRecord(incomplete(), graph(), contents);
  }

  /** A run with these events and nothing else to tell. */
  static RunRecord of(List<Event> events) {
    RunGraph graph = new RunGraph();
    events.forEach(graph::accept);
    return new RunRecord(incomplete(), graph, new FileContents());
  }

  private static RunDescription incomplete() {
    return new RunDescription(
        "science",
        "hello \"world\"\\",
        "6f2e7c0a-4f6e-4a57-9d56-0c1f3c9a0b11",
        new RunDescription.Tale("5f1", "5f2", null),
        "registry.example.org/tales/hello:1",
        "sha256:" + "1".repeat(64),
        new RunDescription.About(
            "Warm days",
            "Finds the <warmest> days & more.",
            "CC-BY-4.0",
            List.of(
                new RunDescription.Author("Josiah Carberry", "0000-0002-1825-0097"),
                new RunDescription.Author("Zoë", null))),
        List.of("sh", "run me.sh"),
        new RunFolders(Events.WORKSPACE, "/work/data"),
        START,
        START.plusNanos(1000),
        START.plusNanos(60_000),
        3,
        null,
        new RunDescription.Completeness(
            false,
            4L,
            1,
            2,
            List.of("io_uring was used: reads and writes through it are not seen"),
            "incomplete: 4 events lost, 1 value truncated, 1 gap"),
        new RunDescription.Recorder("0.1.0", "0.23.2", "6.12.0", List.of("lifecycle", "files")));
  }

  private static RunGraph graph() {
    RunGraph graph = new RunGraph();
    List.of(
            exec(1, 7, "sh", "run me.sh"),
            open(2, 7, AccessMode.READ, "/usr/lib/libc.so.6", 1),
            directory(open(2, 7, AccessMode.READ, "/work/workspace", 10)),
            open(3, 7, AccessMode.READ, WORKSPACE + "run me.sh", 11),
            fork(4, 7, 8),
            open(5, 8, AccessMode.WRITE, WORKSPACE + "results/warmest.txt", 12, OpenFlags.CREATED),
            exec(6, 8, "sort", "-k", "1"),
            open(7, 8, AccessMode.READ, "/work/data/measurements.csv", 21),
            transfer(8, 8, FileKind.FIFO, 90, null, 0, 1200),
            fork(8, 7, 9),
            exec(9, 9, "awk", "{ print \"a\nb\" }"),
            transfer(10, 9, FileKind.FIFO, 90, null, 1200, 0),
            transfer(10, 9, FileKind.SOCKET, 91, 92L, 0, 10),
            transfer(10, 7, FileKind.SOCKET, 92, 91L, 10, 0),
            open(11, 9, AccessMode.READ_WRITE, WORKSPACE + "log", 13),
            close(12, 9, WORKSPACE + "log", 13),
            open(13, 9, AccessMode.WRITE, "/tmp/scratch", 14, OpenFlags.CREATED),
            unlink(14, 9, "/tmp/scratch"),
            exit(15, 9, 0),
            killed(16, 8, 9),
            gap(17, 18, 4L),
            open(19, 7, AccessMode.READ, WORKSPACE + "results/warmest.txt", 12),
            rename(20, 7, WORKSPACE + "results/warmest.txt", WORKSPACE + "results/w.txt"),
            hostile(open(21, 7, AccessMode.READ, "", 15)),
            lookup(),
            exec(23, 7, "tail", "-f"),
            exit(60, 7, 3))
        .forEach(graph::accept);
    return graph;
  }

  private static Event.Open directory(Event.Open open) {
    return new Event.Open(
        open.at(),
        open.path(),
        false,
        open.mode(),
        open.file(),
        FileKind.DIRECTORY,
        OpenFlags.NONE,
        false);
  }

  /** Bytes that are no UTF-8, and text that ends a line, a literal, and a triple. */
  private static Event.Open hostile(Event.Open open) {
    ByteString name =
        ByteString.of(WORKSPACE + "\"> .\n\\u0041&lt;\u202e")
            .concat(ByteString.copyOf(new byte[] {(byte) 0xff, 0x01}));
    return new Event.Open(
        open.at(), name, false, open.mode(), open.file(), FileKind.FILE, OpenFlags.NONE, false);
  }

  private static Event.Transfer transfer(
      long micros,
      int pid,
      FileKind kind,
      long inode,
      @Nullable Long peer,
      long read,
      long written) {
    return new Event.Transfer(
        at(micros, pid), new FileId("0:14", inode), kind, peer, read, written);
  }

  private static Event.Lookup lookup() {
    return new Event.Lookup(
        at(22, 7),
        new SocketId("udp", 93),
        ByteString.of("data.example.org"),
        "A",
        new Endpoint.Ip("10.0.0.2", 53),
        false,
        false);
  }
}
