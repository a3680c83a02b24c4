package org.wholetale.recordedrun.provenance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RunDescription.Completeness;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;

/** Records of runs for tests: the events are all that matters. */
public final class Runs {

  private Runs() {}

  /** A run of a whole trace with those events; all was recorded. */
  public static RunRecord of(Event... events) {
    return of(List.of("lifecycle", "exits", "files", "network", "bytes"), events);
  }

  /** The same of which those probes were on. */
  static RunRecord of(List<String> probes, Event... events) {
    RunGraph graph = new RunGraph();
    for (Event event : events) {
      graph.accept(event);
    }
    return new RunRecord(description(probes), graph, new FileContents());
  }

  /** A run of whose probes those were on. */
  public static RunDescription description(List<String> probes) {
    return new RunDescription(
        "science",
        "hello",
        "c5b65ae8-da5e-4a17-b64e-188fbf4a3326",
        null,
        "python:3.11-slim",
        null,
        RunDescription.About.NOTHING,
        List.of("sh", "run.sh"),
        new RunFolders("/work/workspace", "/work/data"),
        Instant.parse("2026-07-06T10:00:00Z"),
        Instant.parse("2026-07-06T10:00:01Z"),
        Instant.parse("2026-07-06T10:00:09Z"),
        0,
        null,
        new Completeness(true, 0L, 0, 0, List.of(), "complete"),
        new RunDescription.Recorder("1", "v0.23.2", "6.18", probes));
  }

  /** The same of another image; both null without any. */
  public static RunDescription image(
      RunDescription run, @Nullable String image, @Nullable String digest) {
    return new RunDescription(
        run.namespace(),
        run.name(),
        run.uid(),
        run.tale(),
        image,
        digest,
        run.about(),
        run.entrypoint(),
        run.folders(),
        run.traceStart(),
        run.startedAt(),
        run.finishedAt(),
        run.exitCode(),
        run.signal(),
        run.completeness(),
        run.recorder());
  }

  /** The file of that name. */
  public static FileHistory file(RunRecord run, String path) {
    return run.file(ByteString.of(path)).orElseThrow();
  }

  /** So many bytes went into a pipe, and out of it. */
  public static Event.Transfer pipe(long micros, int pid, long inode, long read, long written) {
    return new Event.Transfer(
        Events.at(micros, pid), new FileId("0:13", inode), FileKind.FIFO, null, read, written);
  }
}
