package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.recorder.Uploader.Upload;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.EventJson;
import org.wholetale.recordedrun.trace.SegmentWriter;

/**
 * Records one run, from before its first instruction to its archive: events and output go to the
 * spool and from there to the store while the run goes on; {@link #finish} does the rest.
 */
public final class RunRecorder implements AutoCloseable {

  /**
   * What a recording needs.
   *
   * @param proc the {@code /proc} in which the tale's processes are seen
   * @param folders the tale's folders that are elsewhere here
   */
  public record Setup(
      RecordingRequest request,
      Scope scope,
      Spool spool,
      ArchiveStore store,
      Path proc,
      Map<String, Path> folders,
      Clock clock) {}

  /** From starting bpftrace to the first line of a probe. */
  private static final Duration START = Duration.ofSeconds(60);

  /** The kernel's buffers hold a few seconds of a storm at most. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private static final String NDJSON = "application/x-ndjson+zstd";

  private final Setup setup;
  private final KernelProgram program;
  private final BpftraceVersion version;
  private final Uploader uploader;
  private final EventRecorder events;
  private final TraceTotals totals = new TraceTotals();
  private final FileInventory inventory = new FileInventory();
  private final SegmentWriter segments;
  private final TraceStart start;
  private final OutputRecorder output;
  private final OutputGlobs keep;
  private final AtomicReference<@Nullable OutputRecorder> ticking = new AtomicReference<>();
  private long sequence;

  private RunRecorder(Setup setup) throws RecorderException, IOException, InterruptedException {
    this.setup = setup;
    this.keep = OutputGlobs.compile(setup.request().outputs());
    Spool spool = setup.spool();
    spool.prepare(setup.request());
    Recording recording = setup.request().recording();
    KernelProgram wanted = KernelProgram.of(recording.recordsExits(), recording.recordsFiles());
    this.program =
        setup.scope().hierarchy().version() == CgroupHierarchy.Version.V1
            ? wanted.inHierarchyOf(Bpftrace.enumerator(CgroupHierarchy.V1_SUBSYSTEM))
            : wanted;
    this.version = BpftraceVersion.ask("bpftrace");
    this.uploader = Uploader.start(setup.store());
    this.segments =
        new SegmentWriter(
            spool.inArchive("events"),
            SegmentWriter.Limits.DEFAULT,
            setup.clock(),
            file -> uploadSegment("events", file));
    this.events =
        new EventRecorder(
            version,
            program,
            spool.program(),
            setup.scope(),
            new CommandLines(setup.proc()),
            new Listener());
    try {
      this.start = events.start(START);
      this.output =
          new OutputRecorder(spool, start, setup.clock(), file -> uploadSegment("output", file));
    } catch (RecorderException | IOException | InterruptedException | RuntimeException e) {
      events.close();
      uploader.close();
      throw e;
    }
    ticking.set(output);
  }

  /** Starts recording; what happens in the scope after this returns is recorded. */
  public static RunRecorder start(Setup setup)
      throws RecorderException, IOException, InterruptedException {
    return new RunRecorder(setup);
  }

  /** Takes what the tale prints. */
  public OutputRecorder output() {
    return output;
  }

  /** The group that the tale's first program was executed in, while its process is there. */
  Optional<Cgroup> taleGroup() {
    Optional<Integer> process;
    synchronized (this) {
      process = totals.firstExec().map(exec -> exec.process().pid());
    }
    return process.flatMap(pid -> setup.scope().groupOf(setup.proc(), pid));
  }

  /** How things stand. */
  public RecorderReport report(RecorderReport.State state) {
    // Asked before this object is locked: the reading thread locks the other way round.
    Duration cpuTime = events.cpuTime();
    synchronized (this) {
      return evidence(TaleExit.UNKNOWN, cpuTime).report(state, null, uploader.problem(), null);
    }
  }

  /**
   * Ends recording and writes the archive. The tale must have ended.
   *
   * @param seen how it ended, as whoever started it saw it; what the kernel told goes before
   * @param patience how long uploading may still take
   */
  public RecorderReport finish(TaleExit seen, Duration patience)
      throws IOException, InterruptedException {
    Instant deadline = setup.clock().instant().plus(patience);
    events.drain(DRAIN);
    events.stop(DRAIN);
    output.close();
    String cutOff = output.problem();
    synchronized (this) {
      if (cutOff != null) {
        gap(cutOff);
      }
      if (hasOutlivedTheRecording()) {
        gap("the tale had not ended when recording was stopped");
      }
      segments.close();
    }
    ArchiveWriter writer = new ArchiveWriter(setup, start, uploader, keep);
    // Half of the time for hashing what the run read, the rest for uploading.
    writer.submitRest(inventory, setup.clock().instant().plus(patience.dividedBy(2)));
    return writer.finish(
        evidence(seen, events.cpuTime()), Duration.between(setup.clock().instant(), deadline));
  }

  @Override
  public void close() {
    events.close();
    uploader.close();
  }

  private void gap(String cause) {
    long now = start.since(setup.clock().instant());
    event(new Event.Gap(now, now, cause, null));
  }

  private boolean hasOutlivedTheRecording() {
    return setup.request().recording().recordsExits()
        && totals.firstExec().isPresent()
        && totals.firstExit().isEmpty();
  }

  private Evidence evidence(TaleExit seen, Duration cpuTime) {
    return new Evidence(
        setup.request(),
        start,
        totals,
        inventory.filesRead(),
        inventory.filesWritten(),
        version,
        program,
        totals.firstExit().map(TaleExit::of).orElse(seen),
        cpuTime,
        setup.clock().instant());
  }

  private void uploadSegment(String folder, Path file) {
    uploader.submit(new Upload(file, folder + "/" + file.getFileName(), NDJSON, true));
  }

  private synchronized void event(Event event) {
    totals.accept(event);
    inventory.accept(event);
    try {
      long number = sequence++;
      segments.add(json -> EventJson.write(json, number, event));
    } catch (IOException e) {
      throw new UncheckedIOException("the spool cannot be written: " + e.getMessage(), e);
    }
  }

  private final class Listener implements EventRecorder.Listener {
    @Override
    public void event(Event event) {
      RunRecorder.this.event(event);
    }

    @Override
    public void heartbeat() {
      try {
        synchronized (RunRecorder.this) {
          segments.finishIfOld();
        }
        OutputRecorder open = ticking.get();
        if (open != null) {
          open.tick();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the spool cannot be written: " + e.getMessage(), e);
      }
    }
  }
}
