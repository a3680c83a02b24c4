package org.wholetale.recordedrun.provenance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Place.InChannel;
import org.wholetale.recordedrun.provenance.Place.InOpenFile;
import org.wholetale.recordedrun.provenance.Place.InProcess;
import org.wholetale.recordedrun.provenance.Place.InVersion;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * All ways by which something may have come from place to place in a run. What a process has taken
 * in it may put into all that it writes until later: nothing tells what it did with it.
 */
final class Flows {

  private final Map<Place, List<Flow>> into = new LinkedHashMap<>();
  private final Map<Place, List<Flow>> outOf = new LinkedHashMap<>();

  private Flows() {}

  static Flows of(RunGraph graph) {
    Flows flows = new Flows();
    List<FileHistory> files = graph.files();
    boolean inherits = files.stream().noneMatch(Flows::hasBytes);
    files.stream()
        .filter(file -> file.kind() == FileKind.FILE || file.kind() == FileKind.FIFO)
        .forEach(file -> flows.throughFile(file, inherits ? graph : null));
    graph.channels().forEach(flows::throughChannel);
    flows.byFork(graph);
    return flows;
  }

  List<Flow> into(Place place) {
    return into.getOrDefault(place, List.of());
  }

  List<Flow> outOf(Place place) {
    return outOf.getOrDefault(place, List.of());
  }

  /** Where bytes are recorded, who writes by an inherited descriptor is known. */
  private static boolean hasBytes(FileHistory file) {
    return file.versions().stream()
        .flatMap(version -> version.uses().stream())
        .anyMatch(use -> use.bytesRead() > 0 || use.bytesWritten() > 0);
  }

  private void throughFile(FileHistory file, @Nullable RunGraph heirs) {
    FileVersion before = null;
    for (FileVersion version : file.versions()) {
      long from = version.uses().stream().mapToLong(Flows::writtenFrom).min().orElse(Flow.ALWAYS);
      from = from == Flow.EVER ? Flow.ALWAYS : from;
      add(new InVersion(version), new InOpenFile(version), from, Flow.EVER);
      if (before != null) {
        add(new InOpenFile(version), new InOpenFile(before), Flow.ALWAYS, Flow.EVER);
        if (version.isFromEarlier()) {
          add(new InVersion(before), new InVersion(version), from, Flow.EVER);
        }
      }
      for (FileUse use : version.uses()) {
        used(use, heirs);
      }
      before = version;
    }
  }

  private void used(FileUse use, @Nullable RunGraph heirs) {
    TracedProcess process = use.execution().process();
    if (use.readFrom() != null) {
      add(
          new InOpenFile(use.version()),
          new InProcess(process),
          use.readFrom(),
          Math.max(use.readFrom(), end(process)));
    }
    if (use.writes()) {
      long from = writtenFrom(use);
      long until = Math.max(from, writtenUntil(use));
      add(new InProcess(process), new InVersion(use.version()), from, until);
      if (heirs != null) {
        inherited(use, from, until, heirs);
      }
    }
  }

  /**
   * Since when it may have written. Of a file that was opened again, or that a parent had open, the
   * trace tells no more than that it was closed.
   */
  private static long writtenFrom(FileUse use) {
    Long from = use.writtenFrom();
    if (from == null) {
      return Flow.EVER;
    }
    return from.equals(use.writtenUntil())
        ? use.version().file().mayBeOpenSince(use.execution().process(), use.version())
        : from;
  }

  /** A shell closes what it has made the output of the program that it executes next. */
  private static long writtenUntil(FileUse use) {
    Long until = use.writtenUntil();
    Long to = use.execution().to();
    long end = end(use.execution().process());
    return until == null || (to != null && until <= to && to < end) ? end : until;
  }

  /** Processes that were made while the file was open may have written it too. */
  private void inherited(FileUse use, long from, long until, RunGraph graph) {
    Deque<TracedProcess> open = new ArrayDeque<>(List.of(use.execution().process()));
    while (!open.isEmpty()) {
      for (TracedProcess child : open.pop().children()) {
        if (child.since() >= from && child.since() <= until) {
          open.push(child);
          if (!graph.executions(child).isEmpty()) {
            add(
                new Flow(
                    new InProcess(child),
                    new InVersion(use.version()),
                    child.since(),
                    Math.max(child.since(), end(child)),
                    true));
          }
        }
      }
    }
  }

  private void throughChannel(Channel channel) {
    for (ChannelUse use : channel.uses()) {
      TracedProcess process = use.execution().process();
      long since = Math.min(process.since(), use.until());
      if (use.written() > 0) {
        add(
            new InProcess(process),
            new InChannel(channel, sideOf(channel, use)),
            since,
            use.until());
      }
      if (use.read() > 0) {
        channel.writersTo(use).stream()
            .map(writer -> sideOf(channel, writer))
            .distinct()
            .forEach(side ->
                add(new InChannel(channel, side), new InProcess(process), since, use.until()));
      }
    }
  }

  private static FileId sideOf(Channel channel, ChannelUse use) {
    return channel.kind() == FileKind.SOCKET ? use.end() : channel.id();
  }

  /** A copy has all that its parent had; with an exec that is gone, but for descriptors. */
  private void byFork(RunGraph graph) {
    Deque<TracedProcess> left = new ArrayDeque<>(graph.tree().roots());
    while (!left.isEmpty()) {
      TracedProcess process = left.pop();
      process.children().forEach(left::push);
      if (isCopy(graph.executions(process))) {
        toCopy(process, graph);
      }
    }
  }

  /**
   * From its parent, and from whose copy that was then, should it have executed something later.
   */
  private void toCopy(TracedProcess process, RunGraph graph) {
    TracedProcess copy = process;
    for (TracedProcess maker = copy.parent(); maker != null; maker = maker.parent()) {
      add(new InProcess(maker), new InProcess(process), copy.since(), copy.since());
      List<Execution> done = graph.executions(maker);
      if (isCopy(done) || done.getFirst().from() <= copy.since()) {
        return;
      }
      copy = maker;
    }
  }

  private static boolean isCopy(List<Execution> executions) {
    return executions.isEmpty() || executions.getFirst().exec() == null;
  }

  private static long end(TracedProcess process) {
    Event.Exit exit = process.exit();
    return exit == null ? Flow.EVER : exit.time();
  }

  private void add(Place from, Place to, long since, long until) {
    add(new Flow(from, to, since, until, false));
  }

  private void add(Flow flow) {
    into.computeIfAbsent(flow.to(), _ -> new ArrayList<>(2)).add(flow);
    outOf.computeIfAbsent(flow.from(), _ -> new ArrayList<>(2)).add(flow);
  }
}
