package org.wholetale.recordedrun.format;

import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.READ_WRITE;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.gap;
import static org.wholetale.recordedrun.trace.Events.killed;
import static org.wholetale.recordedrun.trace.Events.open;
import static org.wholetale.recordedrun.trace.Events.unlink;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunDescription.About;
import org.wholetale.recordedrun.provenance.RunDescription.Author;
import org.wholetale.recordedrun.provenance.RunDescription.Completeness;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.OpenFlags;
import org.wholetale.recordedrun.trace.UserId;

/** Runs that formats are written of. */
final class RecordedRuns {

  static final Instant START = Instant.parse("2026-11-23T05:00:00.000000007Z");
  static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** A newline, a quote, markup, a percent sign and letters of elsewhere. */
  static final String HOSTILE = "/work/workspace/a\n\"<script>%41 é.csv";

  static final About ABOUT =
      new About(
          "Means of \"all\" <stations>",
          "Says what the data mean.",
          "CC-BY-4.0",
          List.of(
              new Author("Josiah Carberry", "0000-0002-1825-0097"), new Author("Ada L.", null)));

  private static final Completeness INCOMPLETE =
      new Completeness(
          false, 3L, 1, 2, List.of("io_uring was used"), "incomplete: 3 events lost, 1 gap");

  private RecordedRuns() {}

  /**
   * A script that reads data, writes through a scratch file, changes one file in place, writes one
   * again after it was read, removes one, runs a program that it wrote, and is killed.
   */
  static RunRecord eventful() {
    RunGraph graph = new RunGraph();
    OpenFlags emptied = new OpenFlags(false, true, false);
    List.of(
            exec(1, 7, "sh", "run.sh"),
            open(2, 7, READ, "/work/workspace/run.sh", 1),
            open(3, 7, READ, "/usr/lib/libc.so", 90),
            fork(4, 7, 8),
            withVariable(10),
            open(11, 8, READ, "/work/data/counts.csv", 2),
            open(12, 8, READ, "/work/data/copy of counts.csv", 3),
            open(13, 8, WRITE, "/tmp/scratch", 91, OpenFlags.CREATED),
            open(14, 8, WRITE, HOSTILE, 4, OpenFlags.CREATED),
            close(15, 8, HOSTILE, 4),
            open(16, 8, READ_WRITE, "/work/workspace/changed", 5),
            close(17, 8, "/work/workspace/changed", 5),
            exit(18, 8, 1),
            open(20, 7, READ, HOSTILE, 4),
            open(21, 7, WRITE, HOSTILE, 4, emptied),
            close(22, 7, HOSTILE, 4),
            open(23, 7, WRITE, "/work/workspace/gone", 6, OpenFlags.CREATED),
            close(24, 7, "/work/workspace/gone", 6),
            unlink(25, 7, "/work/workspace/gone"),
            gap(26, 27, 3L),
            fork(28, 7, 9),
            open(29, 9, WRITE, "/work/workspace/results/kept.csv", 10, OpenFlags.CREATED),
            close(30, 9, "/work/workspace/results/kept.csv", 10),
            exit(31, 9, 0),
            killed(32, 7, 9))
        .forEach(graph::accept);
    FileContents contents = new FileContents();
    contents.add(id(1), new FileContents.Content(10, "aa".repeat(32)));
    contents.add(id(2), new FileContents.Content(3, SHA256));
    contents.add(id(3), new FileContents.Content(3, SHA256));
    contents.add(id(4), new FileContents.Content(4, "bb".repeat(32)));
    contents.add(id(10), new FileContents.Content(3, SHA256));
    return new RunRecord(description(ABOUT, INCOMPLETE), graph, contents);
  }

  /** A program that reads and writes so many files. */
  static RunRecord ofFiles(int number) {
    RunGraph graph = new RunGraph();
    graph.accept(exec(1, 7, "many"));
    for (int i = 0; i < number; i++) {
      boolean isRead = i % 2 == 0;
      graph.accept(
          open(
              2 + i,
              7,
              isRead ? READ : WRITE,
              (isRead ? "/work/data/in-" : "/work/workspace/out-") + i,
              100 + i,
              !isRead));
    }
    graph.accept(exit(3L + number, 7, 0));
    return new RunRecord(
        description(About.NOTHING, new Completeness(true, 0L, 0, 0, List.of(), "complete")),
        graph,
        new FileContents());
  }

  private static RunDescription description(About about, Completeness completeness) {
    return new RunDescription(
        "tales",
        "hello",
        "22222222-2222-3333-4444-555555555555",
        new RunDescription.Tale("t", "v", "r"),
        "registry.example.org:5000/tales/hello:1",
        "registry.example.org:5000/tales/hello@sha256:" + "cc".repeat(32),
        about,
        List.of("sh", "run.sh"),
        new RunFolders(Events.WORKSPACE, "/work/data"),
        START,
        START.plusSeconds(1),
        START.plusSeconds(3),
        null,
        9,
        completeness,
        new RunDescription.Recorder("0.1.0", "0.23.2", "6.12.0", List.of("files")));
  }

  private static FileId id(long inode) {
    return new FileId("254:0", inode);
  }

  private static Event.Exec withVariable(long micros) {
    return new Event.Exec(
        at(micros, 8),
        ByteString.of("/usr/bin/python3.11"),
        ByteString.of("./means.py"),
        Events.texts("python3", "./means.py", "it's"),
        false,
        ByteString.of(Events.WORKSPACE),
        Events.process(7),
        new UserId(1000, 100),
        Map.of("SEED", ByteString.of("42")),
        false);
  }
}
