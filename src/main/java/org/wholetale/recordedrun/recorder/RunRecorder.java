package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.Opening;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.provenance.ResourceTotals;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.SegmentWriter;

/**
 * Records one run, from before its first instruction to its archive: events and output go to the
 * spool and from there to the store while the run goes on; {@link #finish} does the rest. Where a
 * recorder of the same run ended before its time this one goes on from its spool.
 */
public final class RunRecorder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

  /** From starting bpftrace to the first line of a probe. */
  private static final Duration START = Duration.ofSeconds(60);

  /** The kernel's buffers hold a few seconds of a storm at most. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final RunSetup setup;
  private final Scope scope;
  private final OutputGlobs keep;
  private final @Nullable EarlierWork earlier;
  private final Journal journal;
  private final Uploader uploader;
  private final TraceWriter trace;
  private final EventRecorder events;
  private final TraceStart start;
  private final Tracer tracer;
  private final OutputRecorder output;
  private final ResourceRecorder resources;
  private final @Nullable FollowedOutput followed;
  private final AtomicReference<@Nullable OutputRecorder> ticking = new AtomicReference<>();
  private final AtomicReference<@Nullable Long> taleGroup = new AtomicReference<>();
  private final Set<String> otherContainers = ConcurrentHashMap.newKeySet();

  private RunRecorder(RunSetup setup, Scope scope)
      throws RecorderException, IOException, InterruptedException {
    this.setup = setup;
    this.scope = scope;
    this.keep = OutputGlobs.compile(setup.request().outputs());
    Spool spool = setup.spool();
    spool.prepare(setup.request());
    KernelProgram program = program(setup.request().recording(), scope);
    BpftraceVersion version = BpftraceVersion.ask("bpftrace");
    this.earlier = EarlierWork.in(spool).orElse(null);
    if (earlier != null) {
      taleGroup.set(earlier.taleGroup());
      otherContainers.addAll(earlier.others());
    }
    this.journal = Journal.open(spool.journal());
    if (earlier != null) {
      journal.add(earlier.segment());
    }
    Map<String, ManifestFile> uploaded = earlier == null ? Map.of() : earlier.uploaded();
    this.uploader = Uploader.start(spool, setup.store(), journal, uploaded);
    SegmentWriter.Sink uploads = segment -> uploader.submit(spool.pathOf(segment));
    spool.segments(SegmentName.EVENTS).forEach(uploader::submit);
    this.trace = new TraceWriter(spool, setup.redactor(), journal, setup.clock(), uploads, earlier);
    this.events =
        new EventRecorder(
            version,
            program,
            spool.program(),
            scope,
            patience(setup.request().recording()),
            new CommandLines(setup.proc(), setup.request().recording().environmentOrEmpty()),
            TaleProcesses.in(scope, setup.proc(), earlier),
            new Listener(),
            earlier);
    try {
      this.start = events.start(START);
      this.tracer =
          earlier == null
              ? new Tracer(version.text(), program.probes(), sinceProcessStart())
              : earlier.tracer();
      OutputMark mark = OutputMark.read(spool.outputMark()).orElse(null);
      this.output =
          new OutputRecorder(spool, start, setup.clock(), uploads, mark, uploaded.keySet());
      spool.segments(SegmentName.OUTPUT).forEach(uploader::submit);
      this.resources =
          new ResourceRecorder(
              spool.inArchive(ResourceTotals.FILE_NAME),
              start,
              setup.clock(),
              this::accountsOfTale);
      if (earlier == null) {
        journal.add(Journal.Started.at(start, tracer));
      }
      if (!uploaded.containsKey(Opening.FILE_NAME)) {
        open();
      }
      this.followed =
          setup.log() == null
              ? null
              : FollowedOutput.start(setup.log(), output, setup.clock(), mark);
    } catch (RecorderException | IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
    resources.begin();
    if (followed == null) {
      ticking.set(output);
    }
  }

  /** Says who records what, before there is anything else: where the node is lost, nobody can. */
  private void open() throws IOException {
    Path opening = setup.spool().inArchive(Opening.FILE_NAME);
    if (Files.notExists(opening)) {
      Files.write(opening, evidence(figures(), TaleExit.UNKNOWN).opening().toJson());
    }
    uploader.submit(Opening.FILE_NAME);
  }

  /** A pause between two looks suffices for bpftrace to sleep through most of a stream. */
  private static Duration patience(Recording recording) {
    return switch (recording.collectOrDefault()) {
      case STREAM -> Duration.ZERO;
      case END -> Duration.ofNanos(Long.MAX_VALUE);
    };
  }

  private static KernelProgram program(Recording recording, Scope scope) throws RecorderException {
    if (recording.recordsPipes() && !KernelProgram.isX86()) {
      throw new RecorderException(
          "recording.bytes and recording.pipes are for x86-64 alone, and this is "
              + System.getProperty("os.arch")
              + ": leave them out");
    }
    KernelProgram program = KernelProgram.of(recording, KernelFeatures.of(recording));
    return scope.hierarchy().version() == CgroupHierarchy.Version.V1
        ? program.inHierarchyOf(Bpftrace.enumerator(CgroupHierarchy.V1_SUBSYSTEM))
        : program;
  }

  private static double sinceProcessStart() throws IOException {
    return (BootTime.now() - BootTime.ofThisProcess()) / 1e9;
  }

  /** Starts recording; what happens in the scope after this returns is recorded. */
  public static RunRecorder start(RunSetup setup, Scope scope)
      throws RecorderException, IOException, InterruptedException {
    return new RunRecorder(setup, scope);
  }

  /** Takes what the tale prints, where there is no log to follow. */
  public OutputRecorder output() {
    return output;
  }

  /** The group that the tale's first program was executed in; empty where none was yet. */
  Optional<Cgroup> taleGroup() throws IOException {
    Long group = taleGroup.get();
    return group == null ? Optional.empty() : scope.groupWithId(group);
  }

  /** Where it is counted what the tale uses; nowhere as long as it was not seen. */
  private List<Cgroup> accountsOfTale() {
    try {
      // Where all that is watched is the tale, some of it may be in groups below.
      Optional<Cgroup> group =
          taleGroup().map(found -> scope.own() == null ? scope.watched() : found);
      return group.map(scope::accounts).orElse(List.of());
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // it went away while it was looked for
    }
  }

  /**
   * Whether the tale has ended by itself, as far as the trace tells: its first process has, and no
   * other is left.
   */
  boolean hasTaleEnded() throws IOException {
    if (taleGroup.get() != null && isTaleGone()) {
      events.readOn();
    }
    return figures().firstExit() != null && isTaleGone();
  }

  /** Whether it is known that no process of the tale is left. */
  private boolean isTaleGone() throws IOException {
    Optional<Cgroup> group = taleGroup();
    return group.isEmpty() || !group.get().isPopulated();
  }

  /** Why nothing is recorded any more, though the tale runs; null where that is not so. */
  @Nullable String brokenOff() {
    return events.brokenOff();
  }

  /** How things stand. */
  public RecorderReport report(RecorderReport.State state) {
    return evidence(figures(), TaleExit.UNKNOWN)
        .report(state, null, null, uploader.problem(), null);
  }

  /**
   * Those of this recorder's part of the trace: which process began the run, only the first knows.
   */
  private TraceFigures figures() {
    TraceFigures figures = trace.figures();
    return earlier == null ? figures : figures.withoutFirst();
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
    boolean over = isTaleGone();
    if (events.drain(DRAIN) && over) {
      events.conclude();
    } else {
      events.stop(DRAIN);
    }
    resources.close();
    if (followed != null) {
      followed.end();
    }
    output.close();
    String cutOff = output.problem();
    if (cutOff != null) {
      gap(cutOff);
    }
    String brokenOff = events.brokenOff();
    if (brokenOff != null) {
      gap(events.lastTime(), brokenOff);
    } else if (hasOutlivedTheRecording(over)) {
      gap("the tale had not ended when recording was stopped");
    }
    trace.close();
    journal.add(Journal.Closed.of(seen, cpuSeconds()));
    ArchiveWriter archive =
        new ArchiveWriter(setup, start, journal, uploader, keep, output.printed());
    Duration left = Duration.between(setup.clock().instant(), deadline);
    return earlier == null
        ? archive.write(trace.contents(), figures -> evidence(figures, seen), left)
        : archive.writeAfterRecount(
            trace.segments(), null, figures -> evidence(figures, seen), left);
  }

  @Override
  public void close() {
    events.close();
    events.awaitEnd();
    if (resources != null) { // where starting failed it may be
      resources.close();
    }
    if (followed != null) {
      followed.close();
    }
    uploader.close();
    try {
      journal.close();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the journal cannot be closed");
    }
  }

  private void gap(String cause) throws IOException {
    gap(start.since(setup.clock().instant()), cause);
  }

  private void gap(long from, String cause) throws IOException {
    long now = Math.max(from, start.since(setup.clock().instant()));
    trace.add(new Event.Gap(from, now, cause, null));
  }

  /**
   * Where it is over although nothing told of its end, that was lost, and counted with the rest.
   */
  private boolean hasOutlivedTheRecording(boolean over) {
    TraceFigures figures = trace.figures();
    boolean mayGoOn =
        earlier != null || (figures.firstExec() != null && figures.firstExit() == null);
    return setup.request().recording().recordsExits() && mayGoOn && !over;
  }

  private Evidence evidence(TraceFigures figures, TaleExit seen) {
    return new Evidence(
        setup.request(),
        setup.readImageDigest(),
        start,
        tracer,
        figures,
        Set.copyOf(otherContainers),
        seen,
        cpuSeconds(),
        setup.clock().instant());
  }

  /** bpftrace's and this process's, and what earlier recorders had used. */
  private double cpuSeconds() {
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return (earlier == null ? 0 : earlier.cpuSeconds())
        + own.plus(events.cpuTime()).toMillis() / 1000.0;
  }

  private final class Listener implements EventStream.Listener {
    @Override
    public void event(Event event) {
      toSpool(() -> trace.add(event));
    }

    @Override
    public void heartbeat() {
      toSpool(() -> {
        trace.tick(cpuSeconds());
        OutputRecorder open = ticking.get();
        if (open != null) {
          open.tick();
        }
      });
    }

    @Override
    public void taleFound(long group) {
      taleGroup.set(group);
      toSpool(() -> journal.add(new Journal.TaleFound(group)));
    }

    @Override
    public void otherFound(String container) {
      LOG.atInfo().addKeyValue("container", container).log("left out: it is not the tale");
      otherContainers.add(container);
      toSpool(() -> journal.add(new Journal.OtherFound(container)));
    }

    private void toSpool(SpoolWrite write) {
      try {
        write.run();
      } catch (IOException e) {
        throw new UncheckedIOException("the spool cannot be written: " + e.getMessage(), e);
      }
    }
  }

  private interface SpoolWrite {
    void run() throws IOException;
  }
}
