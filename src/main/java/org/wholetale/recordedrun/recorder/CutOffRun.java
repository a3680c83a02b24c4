package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.report.PrintedOutput;
import org.wholetale.recordedrun.trace.CutOffSegment;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.SegmentWriter;

/**
 * A run whose tale has ended, and whose recorder ended before the archive was whole: completes the
 * archive of what there is. Nothing is recorded any more.
 */
public final class CutOffRun {

  private final RunSetup setup;
  private final EarlierWork earlier;

  private CutOffRun(RunSetup setup, EarlierWork earlier) {
    this.setup = setup;
    this.earlier = earlier;
  }

  /**
   * The run in a spool; empty where none was begun there.
   *
   * @throws RecorderException where the spool is damaged
   * @throws IOException where it cannot be read
   */
  public static Optional<CutOffRun> in(RunSetup setup) throws RecorderException, IOException {
    return EarlierWork.in(setup.spool()).map(earlier -> new CutOffRun(setup, earlier));
  }

  /** Whether files of the tale's workspace are still to be copied. */
  public boolean needsWorkspace() {
    return !earlier.gathered() && !setup.request().outputs().isEmpty();
  }

  /**
   * Writes what is missing in the archive, and its manifest.
   *
   * @param patience how long that may take
   */
  public RecorderReport archive(Duration patience)
      throws RecorderException, IOException, InterruptedException {
    Instant deadline = setup.clock().instant().plus(patience);
    Spool spool = setup.spool();
    try (Journal journal = Journal.open(spool.journal());
        Uploader uploader = Uploader.start(spool, setup.store(), journal, earlier.uploaded())) {
      journal.add(earlier.segment());
      int segments = earlier.closed() == null ? close(journal, uploader) : earlier.nextSegment();
      spool.segments(SegmentName.EVENTS).forEach(uploader::submit);
      spool.segments(SegmentName.OUTPUT).forEach(uploader::submit);
      return new ArchiveWriter(
              setup,
              earlier.start(),
              journal,
              uploader,
              OutputGlobs.compile(setup.request().outputs()),
              PrintedOutput.withoutAll(
                  "The recorder was cut off: what the tale printed is not here."))
          .writeAfterRecount(
              segments,
              earlier.omitted(),
              this::evidence,
              Duration.between(setup.clock().instant(), deadline));
    }
  }

  /**
   * Notes that the rest was not recorded, takes the rest of the output, and closes both.
   *
   * @return how many segments of events there are
   */
  private int close(Journal journal, Uploader uploader) throws IOException, InterruptedException {
    Spool spool = setup.spool();
    SegmentWriter.Sink uploads = segment -> uploader.submit(spool.pathOf(segment));
    Path log = setup.log();
    String cutOff = null;
    if (log == null) {
      closeOutput();
    } else {
      cutOff = takeRestOfOutput(log, uploads);
    }
    TraceWriter trace =
        new TraceWriter(spool, setup.redactor(), journal, setup.clock(), uploads, earlier);
    try (trace) {
      long now = earlier.start().since(setup.clock().instant());
      trace.add(
          new Event.Gap(earlier.lastTime(), now, "the recorder ended before the tale did", null));
      if (cutOff != null) {
        trace.add(new Event.Gap(now, now, cutOff, null));
      }
    }
    journal.add(Journal.Closed.of(TaleExit.UNKNOWN, earlier.cpuSeconds()));
    return trace.segments();
  }

  /** Returns why it is not whole; null where it is. */
  private @Nullable String takeRestOfOutput(Path log, SegmentWriter.Sink uploads)
      throws IOException, InterruptedException {
    Spool spool = setup.spool();
    OutputMark mark = OutputMark.read(spool.outputMark()).orElse(null);
    try (OutputRecorder output =
        new OutputRecorder(
            spool, earlier.start(), setup.clock(), uploads, mark, earlier.uploaded().keySet())) {
      FollowedOutput.start(log, output, setup.clock(), mark).end();
      return output.problem();
    }
  }

  /** Where it came by pipes, what was not taken then is nowhere any more. */
  private void closeOutput() throws IOException {
    Spool spool = setup.spool();
    for (String segment : spool.segments(SegmentName.OUTPUT)) {
      new CutOffSegment(spool.inArchive(segment)).finish(Integer.MAX_VALUE);
    }
  }

  private Evidence evidence(TraceFigures figures) {
    return new Evidence(
        setup.request(),
        setup.readImageDigest(),
        earlier.start(),
        earlier.tracer(),
        figures,
        earlier.others(),
        earlier.closed() == null ? TaleExit.UNKNOWN : earlier.closed(),
        earlier.cpuSeconds(),
        setup.clock().instant());
  }
}
